"""A calibration as a person reads it on a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from eval.calibrating.comparing import Comparison, PointComparison
from eval.calibrating.report import CalibrationReport, find_warnings
from eval.report import Measure, Unit
from eval.report_table import NOTHING, format_bounds, format_value
from eval.verifier.grids import Cell, Grid
from eval.verifier.table import render_grid

SIDES = ("new", "shipped", "difference")
LEGEND = (
    "Below a value its 95 % interval (bootstrap by source). New figures are cross-validated: of models and "
    "thresholds that saw nothing of the row's source. An answer passes when all its claims do; the service "
    "may still release a part of one that does not."
)


def render_calibration(report: CalibrationReport) -> list[RenderableType]:
    levels = Grid("How well right and wrong are told apart", ("", *SIDES), tuple(_level_rows(report)))
    parts: list[RenderableType] = [
        Text(_summarise(report), style="bold"),
        Text(),
        render_grid(levels),
        Text(),
    ]
    for point in report.points:
        parts += [render_grid(_point_grid(point)), Text()]
    parts.append(Text(LEGEND, style="dim"))
    return parts + [Text(f"! {warning}", style="yellow") for warning in find_warnings(report)]


def _summarise(report: CalibrationReport) -> str:
    counts, costs = report.counts, report.costs
    return (
        f"{counts.rows} answers to {counts.sources} sources, {counts.wrong_answers} of them ungrounded; "
        f"{counts.supported_claims} supported and {counts.unsupported_claims} unsupported claims; "
        f"{counts.left_out} rows left out. A leak costs {costs.leak:g}, a needless refusal "
        f"{costs.refusal:g}, where {costs.base_rate:.1%} of the answers are ungrounded."
    )


def _level_rows(report: CalibrationReport) -> Iterable[tuple[Cell, ...]]:
    for level, figures in (("claims", report.claims), ("answers", report.answers)):
        yield from (_row(f"{level}: {figure.name}", figure) for figure in figures)


def _point_grid(point: PointComparison) -> Grid:
    thresholds = (
        Cell("supported from"),
        Cell(f"{point.threshold:.2f}"),
        Cell(f"{point.shipped_threshold:.2f}"),
        Cell(f"{point.threshold - point.shipped_threshold:+.2f}"),
    )
    rows = (thresholds, *(_row(figure.name, figure) for figure in point.figures))
    return Grid(point.point.value, ("", *SIDES), rows)


def _row(name: str, figure: Comparison) -> tuple[Cell, ...]:
    sides: Sequence[Measure | None] = (figure.new, figure.shipped, figure.difference)
    return (Cell(name), *(_cell(side, figure.unit) for side in sides))


def _cell(measure: Measure | None, unit: Unit) -> Cell:
    if measure is None:
        return Cell(NOTHING)
    return Cell(format_value(measure.value, unit), format_bounds(measure, unit))
