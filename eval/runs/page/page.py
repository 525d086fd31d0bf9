"""A run as one page: figures, trend, confusion, curves, times, and the worst cases with their evidence."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.pages.markup import Markup, element
from eval.pages.parts import make_key
from eval.pages.shell import render_document
from eval.runs.faults import MEANINGS, worst_first
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.page.cases import render_case
from eval.runs.page.head import draw_head, draw_tiles
from eval.runs.page.latency import draw_latency
from eval.runs.page.rankings import draw_rankings
from eval.runs.page.tables import confusion_tables, figures_table, unscored_tables
from eval.runs.page.trend import draw_trend
from eval.runs.run import Run
from verify.grounding.verdict import Verdict

FOLDER = Path(__file__).parent
# Cases on a page, and the bytes that they may take together: more would be slow to open and to search.
SHOWN, MOST_BYTES = 200, 5_000_000
FIGURES = "Below each value are its 95 % interval, over resampled sources, and what it is of."
SCORES = (
    "How many outcomes have a value of each metric, and why the others have none. Among the figures, a "
    "spread is how far the judge's own values of one answer lie apart."
)
TREND = "Earlier runs of this suite and, last, this one; the lines are 95 % intervals."
TIME = "At the first operating point: the others find measured what they share with it."
CASES = (
    "The worst first. Colours are the verdict on a claim; what is struck out was withheld, and what is "
    "underlined a person labelled as wrong. Small numbers in the evidence are those of the claims held "
    "against it."
)


def render_page(run: Run, figures: Sequence[MetricFigure], past: Sequence[PastFigures] = ()) -> str:
    """Return the page; of more than 200 cases it holds the worst.

    `past` are the figures of the suite's runs, oldest first; what is later than this run is not drawn.
    """
    return render_document(
        f"{run.suite.name}: evaluation run {run.id}",
        *draw_head(run),
        *draw_tiles(figures),
        *_section("Figures", [figures_table(figures)] if figures else [], note=FIGURES),
        *_section("Scores of ragas", list(unscored_tables(run)), note=SCORES),
        *_section("Trend", _side_by_side(draw_trend(run, figures, past)), note=TREND),
        *_section("Decisions", list(confusion_tables(run))),
        *_section("Scores against labels", list(draw_rankings(run))),
        *_section(
            "Time",
            _side_by_side(draw_latency(run.at(run.suite.operating_points[0]))),
            note=TIME if len(run.suite.operating_points) > 1 else "",
        ),
        *_section("Cases", list(_cases(run)), note=CASES),
        style=(FOLDER / "page.css").read_text(encoding="utf-8"),
        script=(FOLDER / "page.js").read_text(encoding="utf-8"),
    )


def _section(title: str, parts: Sequence[Markup], *, note: str = "") -> Iterator[Markup]:
    if parts:
        yield element("h2", title)
        if note:
            yield element("p", note, class_="note")
        yield from parts


def _side_by_side(pictures: Iterator[Markup]) -> list[Markup]:
    drawn = list(pictures)
    return [element("div", *drawn, class_="pictures")] if drawn else []


def _cases(run: Run) -> Iterator[Markup]:
    if not run.outcomes:
        return
    cases = list(_render_worst(run))
    left_out = len(run.outcomes) - len(cases)
    if left_out:
        said = f"Here are {len(cases):,}; {left_out:,} that are less bad are left out."
        yield element("p", said, class_="note")
    faults = [element("li", element("b", fault), f": {meaning}") for fault, meaning in MEANINGS.items()]
    summary = element("summary", "What the faults are")
    yield element("details", summary, element("ul", *faults), class_="faults")
    yield make_key(element("span", "withheld", class_=f"{Verdict.NOT_ENOUGH_EVIDENCE.value} gone"))
    yield element("form", id="filters", class_="filters", hidden="hidden", aria_label="Filter the cases")
    yield element("div", *cases, id="cases")


def _render_worst(run: Run) -> Iterator[Markup]:
    room = MOST_BYTES
    for outcome in worst_first(run)[:SHOWN]:
        case = render_case(outcome)
        room -= len(case.text.encode())
        if room < 0:
            return
        yield case
