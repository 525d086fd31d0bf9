"""The top of a run's page: what was run, and the figures that a release is decided by."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from eval.pages.markup import Child, Markup, element
from eval.pages.parts import make_tile
from eval.report_table import NOTHING, format_bounds, format_value
from eval.runs.figures import MetricFigure
from eval.runs.page.excerpts import shorten
from eval.runs.run import Run
from eval.runs.suite import EvidenceMode, RagasSpec, Suite
from eval.runs.table import HEADLINES

# Digits of a fingerprint that tell two apart.
SHORT = 12
# What a line of the head may take, and how many chat models are named.
LINE_CHARACTERS, NAMED = 600, 8
# Seconds from which a time reads better in minutes.
LONG = 120


def draw_head(run: Run) -> Iterator[Markup]:
    yield element("h1", run.suite.name)
    if run.suite.about:
        yield element("p", shorten(run.suite.about, LINE_CHARACTERS), class_="lead")
    yield from _warnings(run)
    rows = [(name, said) for name, said in _describe(run) if said]
    pairs = [part for name, said in rows for part in (element("dt", name), element("dd", *said))]
    yield element("dl", *pairs, class_="about")


def _warnings(run: Run) -> Iterator[Markup]:
    if run.finished_at is None:
        yield element("p", "This run was interrupted: it says nothing of the cases left.", class_="warning")
    errors = sum(outcome.status is None for outcome in run.outcomes)
    if errors:
        said = f"{errors:,} of {len(run.outcomes):,} outcomes are errors: nothing was decided there."
        yield element("p", said, class_="warning")


def _describe(run: Run) -> Iterator[tuple[str, Sequence[Child]]]:
    suite = run.suite
    cases = len({outcome.case.id for outcome in run.outcomes})
    data = suite.dataset.path or suite.dataset.format
    yield "Data", [f"{cases:,} {'case' if cases == 1 else 'cases'} of {shorten(data, LINE_CHARACTERS)}"]
    yield "Evidence", [_describe_evidence(suite)]
    yield "Chat model", [_describe_chat_models(run)]
    if suite.ragas is not None:
        yield (
            "Metrics of ragas",
            [shorten(_describe_ragas(suite.ragas, run.fingerprints.judge), LINE_CHARACTERS)],
        )
    yield "Operating points", [", ".join(suite.operating_points)]
    yield "Run", [f"{run.id}, {_describe_times(run)}"]
    # The judge is named above.
    prints = asdict(replace(run.fingerprints, judge="")).items()
    yield (
        "Made with",
        [element("span", f"{name} ", element("code", _shorten(value))) for name, value in prints if value],
    )


def _shorten(fingerprint: str) -> str:
    """Return the beginning of a hash; what a service says of itself is no hash."""
    return fingerprint if " " in fingerprint else fingerprint[:SHORT]


def _describe_evidence(suite: Suite) -> str:
    if suite.evidence is EvidenceMode.GIVEN:
        return "as given with each case"
    place = suite.documents or suite.collection
    return f"found by search in {shorten(place or 'the documents of the data set', LINE_CHARACTERS)}"


def _describe_chat_models(run: Run) -> str:
    names = sorted({outcome.chat_model for outcome in run.outcomes if outcome.chat_model})
    if names in ([], [run.suite.chat_model]):
        return run.suite.chat_model
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return shorten(f"{run.suite.chat_model}: {', '.join([*names[:NAMED], *more])}", LINE_CHARACTERS)


def _describe_ragas(asked: RagasSpec, judge: str) -> str:
    judged = f", judged by {judge}, {asked.repeats} times each" if judge else ""
    return f"{', '.join(asked.metrics)}{judged}"


def _describe_times(run: Run) -> str:
    started = datetime.fromisoformat(run.started_at)
    said = f"{started.day} {started:%B %Y, %H:%M} UTC"
    if run.finished_at is None:
        return said
    seconds = (datetime.fromisoformat(run.finished_at) - started).total_seconds()
    return f"{said}, {seconds:.0f} s" if seconds < LONG else f"{said}, {seconds / 60:.0f} min"


def draw_tiles(figures: Sequence[MetricFigure]) -> Iterator[Markup]:
    """Yield a tile for each headline figure: large at the first operating point, in a line at the others."""
    tiles = []
    for metric in HEADLINES:
        found = [figure for figure in figures if figure.metric == metric]
        if any(figure.measure for figure in found):
            first, *others = found
            value, bounds = _format(first)
            lines = [element("small", bounds), *map(_line, others)]
            where = f", {first.at}" if others else ""
            tiles.append(make_tile(f"{metric.replace('_', ' ')}{where}", value, *lines))
    if tiles:
        yield element("div", *tiles, class_="tiles")


def _line(figure: MetricFigure) -> Markup:
    value, bounds = _format(figure)
    return element("small", f"{figure.at} ", element("b", value), f" {bounds}", class_="other")


def _format(figure: MetricFigure) -> tuple[str, str]:
    if figure.measure is None:
        return NOTHING, ""
    return format_value(figure.measure.value, figure.unit), format_bounds(figure.measure, figure.unit)
