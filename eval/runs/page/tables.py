"""The tables of a run's page: figures, and which decision was taken about which kind of case."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from answer.decision import Status
from eval.case import CaseKind
from eval.pages.markup import Markup, element
from eval.pages.parts import make_table
from eval.report import Direction
from eval.report_table import NOTHING, format_bounds, format_value
from eval.runs.figures import MetricFigure
from eval.runs.judgements import is_hallucinated
from eval.runs.metrics import METRICS
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run
from eval.runs.score import MEANINGS, Failure
from eval.runs.unscored import count_unscored

Describe = Callable[[CaseOutcome], str]

ERROR = "error"
RELEASES = {Status.ANSWERED: "released whole", Status.REPAIRED: "in part"}
WITHHELD = "withheld"
KINDS, LABELS = tuple(kind.replace("_", " ") for kind in CaseKind), ("hallucinated", "sound")
BETTER = {Direction.AT_LEAST: "higher is better", Direction.AT_MOST: "lower is better", None: ""}


def figures_table(figures: Sequence[MetricFigure]) -> Markup:
    points = list(dict.fromkeys(figure.at for figure in figures))
    by_place = {(figure.metric, figure.at): figure for figure in figures}
    rows = [
        element("tr", _name(name), *(_cell(by_place.get((name, point))) for point in points))
        for name in dict.fromkeys(figure.metric for figure in figures)
    ]
    return make_table(["metric", *points], rows, name="Figures")


def _name(metric: str) -> Markup:
    means = METRICS[metric]
    said = "; ".join(part for part in (means.meaning, BETTER[means.better]) if part)
    # A name may break at its underscores only: narrow pages would cut it anywhere.
    first, *words = metric.split("_")
    parts = [part for word in words for part in ("_", element("wbr"), word)]
    return element("th", first, *parts, element("small", said), scope="row")


def _cell(figure: MetricFigure | None) -> Markup:
    if figure is None or figure.measure is None:
        return element("td", NOTHING)
    bounds = format_bounds(figure.measure, figure.unit)
    sample = element("span", f"n={figure.measure.sample:,}")
    return element(
        "td", format_value(figure.measure.value, figure.unit), element("small", f"{bounds} ", sample)
    )


def unscored_tables(run: Run) -> Iterator[Markup]:
    """Yield what has a value of each metric of ragas, and what has none for which reason."""
    counts = count_unscored(run)
    reasons = [reason for reason in Failure if any(reason in one.reasons for one in counts)]
    rows = [
        element(
            "tr",
            element("th", one.metric, element("small", one.at), scope="row"),
            *(
                element("td", f"{count:,}")
                for count in (one.scored, *(one.reasons.get(why, 0) for why in reasons))
            ),
        )
        for one in counts
    ]
    if rows:
        heads = [element("span", reason.replace("_", " "), title=MEANINGS[reason]) for reason in reasons]
        yield make_table(["metric", "scored", *heads], rows, name="Scores of ragas")


def confusion_tables(run: Run) -> Iterator[Markup]:
    """Yield for each operating point kinds of cases against decisions, and labels against releases."""
    for point in run.suite.operating_points:
        outcomes = run.at(point)
        if not outcomes:
            continue
        labelled = [outcome for outcome in outcomes if outcome.is_labelled]
        tables = [_confusion("case", _count(outcomes, _kind, describe_decision), KINDS, _decisions(outcomes))]
        if labelled:
            columns = (*RELEASES.values(), WITHHELD, ERROR)
            tables.append(_confusion("labelled draft", _count(labelled, _label, _release), LABELS, columns))
        yield element("h3", point.capitalize())
        yield element("div", *tables, class_="confusion")


def describe_decision(outcome: CaseOutcome) -> str:
    return outcome.status.value if outcome.status else ERROR


def _decisions(outcomes: Sequence[CaseOutcome]) -> list[str]:
    """Return the columns: all decisions that there are, those only where it happened that are rare."""
    rare = Status.ESCALATED
    happened = any(outcome.status is rare for outcome in outcomes)
    return [*(status.value for status in Status if status is not rare or happened), ERROR]


def _count(outcomes: Sequence[CaseOutcome], row: Describe, column: Describe) -> Mapping[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        counts.setdefault(row(outcome), Counter())[column(outcome)] += 1
    return counts


def _kind(outcome: CaseOutcome) -> str:
    return outcome.case.kind.replace("_", " ")


def _label(outcome: CaseOutcome) -> str:
    return LABELS[0] if is_hallucinated(outcome) else LABELS[1]


def _release(outcome: CaseOutcome) -> str:
    return ERROR if outcome.status is None else RELEASES.get(outcome.status, WITHHELD)


def _confusion(
    kind: str, counts: Mapping[str, Counter[str]], names: Sequence[str], columns: Sequence[str]
) -> Markup:
    rows = []
    for name in filter(counts.__contains__, names):
        row = counts[name]
        whole = element("small", f"n={row.total():,}")
        cells = [_share(row[column], row.total()) for column in columns]
        rows.append(element("tr", element("th", name, whole, scope="row"), *cells))
    return make_table([kind, *columns], rows, name=f"{kind} by decision")


def _share(count: int, whole: int) -> Markup:
    if not count:
        return element("td", "0", class_="none")
    # The tint says at a glance where the cases are; the numbers say it exactly.
    share = count / whole
    return element(
        "td",
        f"{count:,}",
        element("small", f"{share:.0%}"),
        class_="tint",
        style=f"--share: {100 * share:.0f}%",
    )
