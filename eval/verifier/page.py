"""A verifier run as one page that needs nothing else: curves, tables, and the worst misses."""

from collections.abc import Iterator, Sequence

from eval.pages.markup import Markup, element, join
from eval.pages.parts import make_key, make_table, make_tile
from eval.pages.shell import render_document
from eval.verifier.detectors import SHIPPED
from eval.verifier.grids import Cell, Grid, make_grids, make_notes, summarise
from eval.verifier.misses import find_false_alarms, find_overlooked, render_miss
from eval.verifier.pictures import draw_pictures
from eval.verifier.report import VerifierReport
from eval.verifier.run import VerifierRun
from eval.verifier.signals import JudgedAnswer

HOW_TO_READ = (
    "Each answer was written by a chat model from given passages, and a person marked what the passages "
    "do not say. A detector gives each answer a score; a good one ranks hallucinated answers above sound "
    "ones. AUROC is the chance that it ranks one of each kind rightly: 0.5 is guessing, 1 is perfect, and"
    " it does not depend on how many answers are hallucinated. Average precision (AP) and F1 do: never "
    "compare them across sets without looking at the base rate, which is why they are given again at 25 %"
    " and 10 %. “Best F1” uses the threshold that is best on these very rows, so it flatters; “F1”, "
    "precision and recall without it are those of the decision as shipped. P@R80 is the precision where "
    "80 % of the hallucinated ones are found. The calibration error (ECE) says how far a probability lies"
    " from how often it comes true. Small figures are 95 % intervals from 1,000 resamples of the sources;"
    " where two of them overlap widely, there is no difference to speak of."
)
MISSES = (
    "Coloured is what the verifier says of a claim, underlined what a person marked. An underlined green "
    "sentence was overlooked; a red or yellow one without a line is a false alarm."
)


def render_page(run: VerifierRun) -> str:
    report = run.report
    return render_document(
        f"Grounding verifier on {report.data}",
        *_summary(report),
        element("h2", "Curves"),
        *draw_pictures(run),
        *_tables(report),
        *_misses(run.answers),
    )


def _summary(report: VerifierReport) -> Iterator[Markup]:
    yield element("h1", "Grounding verifier")
    yield element("p", summarise(report), class_="lead")
    shipped = next(each for each in report.answers.detectors if each.name == SHIPPED)
    tiles = [
        ("AUROC", shipped.auroc),
        ("average precision", shipped.average_precision),
        ("F1 as shipped", shipped.shipped_f1),
    ]
    yield element(
        "div",
        *(
            make_tile(
                name,
                f"{measure.value:.3f}",
                element("small", f"{measure.low:.3f} to {measure.high:.3f}"),
            )
            for name, measure in tiles
            if measure
        ),
        *(
            make_tile(f"best F1 at {rates.base_rate:.0%} base rate", f"{rates.best_f1:.3f}")
            for rates in shipped.base_rates
        ),
        class_="tiles",
    )
    yield element("details", element("summary", "How to read this"), element("p", HOW_TO_READ), open="open")


def _tables(report: VerifierReport) -> Iterator[Markup]:
    yield element("h2", "Tables")
    for grid in make_grids(report):
        yield element("h3", grid.title)
        yield _table(grid)
    yield element("ul", *(element("li", note) for note in make_notes(report)), class_="notes")


def _table(grid: Grid) -> Markup:
    rows = [
        element(
            "tr",
            element("th", row[0].value, scope="row"),
            *map(_cell, row[1:]),
            class_="main" if row[0].value == SHIPPED else "",
        )
        for row in grid.rows
    ]
    return make_table(grid.columns, rows, name=grid.title)


def _cell(cell: Cell) -> Markup:
    return element("td", cell.value, element("small", cell.note)) if cell.note else element("td", cell.value)


def _misses(answers: Sequence[JudgedAnswer]) -> Iterator[Markup]:
    yield element("h2", "Worst misses")
    yield element("p", MISSES, class_="note")
    yield make_key(element("span", "no claim", class_="none"))
    for title, found in (
        ("Overlooked", find_overlooked(answers)),
        ("False alarms", find_false_alarms(answers)),
    ):
        if found:
            yield join(element("h3", title), *map(render_miss, found))
