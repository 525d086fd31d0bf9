"""Runs, comparisons and gates as a person reads them on a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from eval.report import Unit
from eval.report_table import NOTHING, format_measure, format_value
from eval.runs.comparison import Change, Comparison
from eval.runs.faults import describe_errors
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.gate import GateResult
from eval.runs.metrics import METRICS
from eval.runs.ragas_metrics import RAGAS_METRICS
from eval.runs.run import Run
from eval.runs.store import RunSummary
from eval.runs.suite import Suite
from eval.runs.unscored import count_unscored, describe_unscored

STYLES = {Change.BETTER: "green", Change.WORSE: "red", Change.SAME: "dim"}
# Cases named on the terminal: enough to start looking; reports have all.
NAMED = 10
# What a trend shows: the figures that a release is decided by.
HEADLINES = (
    "leak_rate",
    "over_refusal_rate",
    "citation_recall",
    "abstention_recall",
    "recall_at_5",
    "latency_p50",
    *RAGAS_METRICS,
)


def render_run(run: Run, figures: Sequence[MetricFigure]) -> Iterator[RenderableType]:
    points = list(dict.fromkeys(figure.at for figure in figures))
    table = _table(f"{run.suite.name}, run {run.id}")
    # A name that is cut off may be that of two metrics: it is folded instead.
    table.add_column("metric", overflow="fold")
    for point in points:
        table.add_column(point, justify="right")
    by_place = {(figure.metric, figure.at): figure for figure in figures}
    for name in dict.fromkeys(figure.metric for figure in figures):
        table.add_row(name, *(_cell(by_place.get((name, point))) for point in points))
    yield table
    cases = len({outcome.case.id for outcome in run.outcomes})
    state = "" if run.finished_at else ", interrupted: run the suite again to go on"
    yield Text(f"{cases} cases; [ ] is the 95 % interval, n what a figure is of{state}", style="dim")
    yield from (Text(said, style="red") for said in describe_errors(run))
    yield from (Text(said, style="dim") for said in describe_unscored(run))


def render_gate(result: GateResult) -> Iterator[RenderableType]:
    for check in result.checks:
        mark, style = ("✓", "green") if check.passed else ("✗", "red")
        yield Text(f"{mark} {check.at}: {check.said}", style=style)
    yield from (Text(note, style="dim") for note in result.notes)
    if result.worse:
        named = ", ".join(change.new.case.id for change in result.worse[:NAMED])
        more = f" and {len(result.worse) - NAMED} more" if len(result.worse) > NAMED else ""
        yield Text(f"{len(result.worse)} cases got worse: {named}{more}")
    if result.checks:
        yield Text(*(("gate passed", "bold green") if result.passed else ("gate failed", "bold red")))


def render_comparison(compared: Comparison) -> Iterator[RenderableType]:
    table = _table("")
    for name in ("metric", "at", "old", "new", "difference"):
        table.add_column(name, justify="left" if name in ("metric", "at") else "right", overflow="fold")
    table.add_column("")
    for change in compared.metrics:
        low, high = (value or 0.0 for value in (change.difference.low, change.difference.high))
        interval = f"{_signed(low, change.unit)} to {_signed(high, change.unit)}"
        values = (format_value(value, change.unit) for value in (change.old, change.new))
        table.add_row(
            change.metric, change.at, *values, interval, Text(change.change, style=STYLES[change.change])
        )
    yield table
    for kind in (Change.WORSE, Change.BETTER):
        changed = [case for case in compared.cases if case.change is kind]
        for case in changed[:NAMED]:
            old, new = (one.status or "error" for one in (case.old, case.new))
            yield Text(f"{kind}: {case.new.case.id} ({case.new.operating_point}): {old} → {new}")
        if len(changed) > NAMED:
            yield Text(f"{kind}: {len(changed) - NAMED} more", style="dim")
    for side, ids in (("first", compared.only_old), ("second", compared.only_new)):
        if ids:
            yield Text(f"{len(ids)} cases only in the {side} run", style="yellow")


def render_suites(suites: Sequence[Suite]) -> Iterator[RenderableType]:
    table = _table("Suites")
    table.add_column("name")
    table.add_column("about")
    for suite in suites:
        table.add_row(suite.name, suite.about)
    yield table


def render_runs(runs: Sequence[RunSummary]) -> Iterator[RenderableType]:
    if not runs:
        yield Text("no runs yet: `plumbline eval run samples` makes one")
        return
    table = _table("Runs")
    for name in ("run", "suite", "started", "outcomes", ""):
        table.add_column(name, justify="right" if name == "outcomes" else "left")
    for run in runs:
        state = "" if run.finished_at else "interrupted"
        table.add_row(run.id, run.suite, run.started_at, str(run.cases), state)
    yield table


def render_trend(suite: str, past: Sequence[PastFigures]) -> Iterator[RenderableType]:
    if not past:
        yield Text(f"no finished run of {suite} yet")
        return
    places = {
        (figure.metric, figure.at): figure.unit
        for one in past
        for figure in one.figures
        if figure.metric in HEADLINES and figure.measure
    }
    for (metric, point), unit in places.items():
        values = [_value(one, metric, point) for one in past]
        shown = " → ".join(NOTHING if value is None else format_value(value, unit) for value in values)
        yield Text(f"{metric} at {point}: {shown}")
    yield Text(f"{len(past)} runs, {past[0].started_at} to {past[-1].started_at}", style="dim")


def describe_run(run: Run, figures: Sequence[MetricFigure], result: GateResult) -> Mapping[str, object]:
    """Return the figures of a run as plain values for JSON."""
    return {
        "run": run.id,
        "suite": run.suite.name,
        "started_at": run.started_at,
        "finished_at": run.finished_at,
        "fingerprints": asdict(run.fingerprints),
        "figures": [asdict(figure) for figure in figures],
        "unscored": [asdict(one) for one in count_unscored(run) if one.reasons],
        "gate": {
            "passed": result.passed,
            "checks": [asdict(check) for check in result.checks],
            "worse": [change.new.case.id for change in result.worse],
            "notes": list(result.notes),
        },
    }


def _value(past: PastFigures, metric: str, at: str) -> float | None:
    found = (one.measure for one in past.figures if one.metric == metric and one.at == at)
    measure = next(found, None)
    return None if measure is None else measure.value


def _table(title: str) -> Table:
    return Table(
        title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )


def _cell(figure: MetricFigure | None) -> str:
    if figure is None or figure.measure is None:
        return NOTHING
    return format_measure(figure.measure, METRICS[figure.metric].unit)


def _signed(value: float, unit: Unit) -> str:
    return f"{'+' if value > 0 else ''}{format_value(value, unit)}"
