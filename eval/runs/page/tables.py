"""The tables of a run's page: figures, and which decision was taken about which kind of case."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from answer.decision import Status
from eval.pages.markup import Markup, element
from eval.report_table import NOTHING, format_bounds, format_value
from eval.runs.figures import MetricFigure
from eval.runs.judgements import is_hallucinated
from eval.runs.metrics import METRICS
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run

Describe = Callable[[CaseOutcome], str]

ERROR = "error"
DECISIONS = (*(status.value for status in Status if status is not Status.ESCALATED), ERROR)
RELEASES = ("released whole", "released in part", "withheld", ERROR)


def figures_table(figures: Sequence[MetricFigure]) -> Markup:
    points = list(dict.fromkeys(figure.at for figure in figures))
    by_place = {(figure.metric, figure.at): figure for figure in figures}
    rows = [
        element(
            "tr",
            element("th", name, element("small", METRICS[name].meaning), scope="row"),
            *(_cell(by_place.get((name, point))) for point in points),
        )
        for name in dict.fromkeys(figure.metric for figure in figures)
    ]
    return _table(["metric", *points], rows)


def confusion_tables(run: Run) -> Iterator[Markup]:
    """Yield for each operating point kinds of cases against decisions, and labels against releases."""
    for point in run.suite.operating_points:
        outcomes = run.at(point)
        yield _confusion(f"Decisions, {point}", "case", DECISIONS, _count(outcomes, _kind, _decision))
        labelled = [outcome for outcome in outcomes if outcome.is_labelled]
        if labelled:
            counts = _count(labelled, _label, _release)
            yield _confusion(f"Labelled drafts, {point}", "draft", RELEASES, counts)


def _count(outcomes: Sequence[CaseOutcome], row: Describe, column: Describe) -> Mapping[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        counts.setdefault(row(outcome), Counter())[column(outcome)] += 1
    return counts


def _kind(outcome: CaseOutcome) -> str:
    return outcome.case.kind.value.replace("_", " ")


def _decision(outcome: CaseOutcome) -> str:
    return outcome.status.value if outcome.status else ERROR


def _label(outcome: CaseOutcome) -> str:
    return "hallucinated" if is_hallucinated(outcome) else "sound"


def _release(outcome: CaseOutcome) -> str:
    match outcome.status:
        case None:
            return ERROR
        case Status.ANSWERED:
            return RELEASES[0]
        case Status.REPAIRED:
            return RELEASES[1]
    return RELEASES[2]


def _confusion(title: str, kind: str, columns: Sequence[str], counts: Mapping[str, Counter[str]]) -> Markup:
    rows = []
    for name, row in counts.items():
        whole = row.total()
        cells = [_share(row[column], whole) for column in columns]
        rows.append(element("tr", element("th", f"{name} ({whole:,})", scope="row"), *cells))
    return element("div", element("h3", title), _table([kind, *columns], rows), class_="confusion")


def _share(count: int, whole: int) -> Markup:
    share = count / whole
    # The tint says at a glance where the cases are; the numbers say it exactly.
    style = f"background: color-mix(in srgb, var(--accent) {45 * share:.0f}%, transparent)"
    return element("td", f"{count:,}", element("small", f"{share:.0%}"), style=style)


def _cell(figure: MetricFigure | None) -> Markup:
    if figure is None or figure.measure is None:
        return element("td", NOTHING)
    bounds = f"{format_bounds(figure.measure, figure.unit)} n={figure.measure.sample:,}"
    return element("td", format_value(figure.measure.value, figure.unit), element("small", bounds))


def _table(columns: Sequence[str], rows: Sequence[Markup]) -> Markup:
    head = element("tr", *(element("th", name, scope="col") for name in columns))
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, class_="scroll", tabindex="0")
