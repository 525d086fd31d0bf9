"""A run as one page: figures, trend, confusion, curves, times, and the worst cases with their evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from eval.pages.markup import Markup, element
from eval.pages.shell import render_document
from eval.report_table import format_bounds, format_value
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.page.cases import SHOWN, render_cases
from eval.runs.page.charts import latency_picture, ranking_pictures, trend_pictures
from eval.runs.page.tables import confusion_tables, figures_table
from eval.runs.run import Run
from eval.runs.suite import EvidenceMode
from eval.runs.table import HEADLINES
from verify.grounding.verdict import Verdict

FOLDER = Path(__file__).parent
# Digits of a fingerprint that tell two apart.
SHORT = 12
EVIDENCE = {EvidenceMode.GIVEN: "as given", EvidenceMode.SEARCH: "found by search"}
CASES = (
    "Worst first: what could not be asked, leaks, answers to questions that have none, needless refusals. "
    "Colours are the verdict on a claim, struck-out claims were withheld, and wavy underlined is what a "
    "person marked. On the right is the evidence, with what claims were held against."
)


def render_page(run: Run, figures: Sequence[MetricFigure], past: Sequence[PastFigures] = ()) -> str:
    """Return the page; of more than 200 cases it holds the worst."""
    return render_document(
        f"{run.suite.name}: evaluation run {run.id}",
        *_head(run),
        *_tiles(figures),
        element("h2", "Figures"),
        figures_table(figures),
        *_trend(run, past),
        element("h2", "Decisions"),
        *confusion_tables(run),
        *_pictures(run),
        *_cases(run),
        style=(FOLDER / "page.css").read_text(encoding="utf-8"),
        script=(FOLDER / "page.js").read_text(encoding="utf-8"),
    )


def _head(run: Run) -> Iterator[Markup]:
    suite = run.suite
    cases = len({outcome.case.id for outcome in run.outcomes})
    yield element("h1", suite.name)
    if suite.about:
        yield element("p", suite.about, class_="lead")
    state = "" if run.finished_at else " It was interrupted."
    models = ", ".join(sorted({outcome.chat_model for outcome in run.outcomes if outcome.chat_model}))
    yield element(
        "p",
        f"{cases:,} cases of {suite.dataset.path or suite.dataset.format}, "
        f"evidence {EVIDENCE[suite.evidence]}, "
        f"answered by {models or suite.chat_model} ({suite.chat_model}), at "
        f"{', '.join(suite.operating_points)}; run {run.id}, {run.started_at}.{state}",
        class_="note",
    )
    prints = [f"{name} {value[:SHORT] or '–'}" for name, value in asdict(run.fingerprints).items()]
    yield element("p", " · ".join(prints), class_="note prints")


def _tiles(figures: Sequence[MetricFigure]) -> Iterator[Markup]:
    shown = [
        element(
            "div",
            element("span", f"{figure.metric.replace('_', ' ')}, {figure.at}"),
            element("strong", format_value(figure.measure.value, figure.unit)),
            element("small", format_bounds(figure.measure, figure.unit)),
            class_="tile",
        )
        for figure in figures
        if figure.metric in HEADLINES and figure.measure
    ]
    if shown:
        yield element("div", *shown, class_="tiles")


def _trend(run: Run, past: Sequence[PastFigures]) -> Iterator[Markup]:
    drawn = list(trend_pictures(past, run.suite.operating_points))
    if drawn:
        yield element("h2", "Trend")
        yield element("p", f"The last {len(past)} runs of this suite, the newest right.", class_="note")
        yield element("div", *drawn, class_="pictures")


def _pictures(run: Run) -> Iterator[Markup]:
    ranking = list(ranking_pictures(run))
    if ranking:
        yield element("h2", "Doubt against labels")
        yield from ranking
    yield element("h2", "Time")
    yield element("div", *latency_picture(run.outcomes), class_="pictures")


def _cases(run: Run) -> Iterator[Markup]:
    yield element("h2", "Cases")
    yield element("p", CASES, class_="note")
    left_out = len(run.outcomes) - SHOWN
    if left_out > 0:
        yield element("p", f"{left_out:,} more are left out of this page.", class_="note")
    words = [element("span", verdict.value.replace("_", " "), class_=verdict.value) for verdict in Verdict]
    gone = element("span", "withheld", class_="not_enough_evidence gone")
    yield element("p", *words, gone, element("span", "labelled", class_="labelled"), class_="key")
    yield element("form", id="filters", class_="filters", hidden="hidden")
    yield element("div", *render_cases(run.outcomes), id="cases")
