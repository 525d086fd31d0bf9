"""A verifier report as a person reads it on a terminal."""

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from eval.verifier.detectors import SHIPPED
from eval.verifier.grids import Cell, Grid, make_grids, make_notes, summarise
from eval.verifier.report import VerifierReport

LEGEND = (
    "Below a value its 95 % interval (bootstrap by source). best F1: at the threshold that is best on "
    "these rows. F1, prec., recall: of the decision itself. P@R80: precision where 80 % are found. ECE: "
    "calibration error."
)


def render_verifier(report: VerifierReport) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(summarise(report), style="bold"), Text()]
    for grid in make_grids(report):
        parts += [render_grid(grid), Text()]
    parts += [Text(LEGEND, style="dim"), Text()]
    return parts + [Text(note) for note in make_notes(report)]


def render_grid(grid: Grid) -> Table:
    # Light lines and no padding: all columns must fit a terminal of 80.
    table = Table(title=grid.title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=0)
    table.show_edge = False
    for number, name in enumerate(grid.columns):
        table.add_column(name, justify="right" if number else "left", no_wrap=not number)
    for row in grid.rows:
        table.add_row(*map(_cell, row), style="green" if row[0].value == SHIPPED else "")
    return table


def _cell(cell: Cell) -> Text:
    return Text(cell.value).append(f"\n{cell.note}", style="dim") if cell.note else Text(cell.value)
