"""A report as a person reads it on a terminal: one table per section, a mark where there is a target."""

from collections.abc import Iterator

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from eval.report import Figure, Measure, Report, Section, Target, Unit

MARKS = {True: ("✓", "green"), False: ("✗ miss", "red"), None: ("", "")}
WITH_UNIT = (Unit.MILLISECONDS, Unit.SECONDS, Unit.MEGABYTES)
NOTHING = "–"


def render_report(report: Report) -> list[RenderableType]:
    return [*(part for section in report.sections for part in _render_section(section)), _verdict(report)]


def format_value(value: float, unit: Unit) -> str:
    match unit:
        case Unit.SHARE:
            return f"{value:.1%}"
        case Unit.SCORE:
            return f"{value:.3f}"
        case Unit.COUNT:
            return f"{value:.0f}"
        case Unit.RATIO:
            return f"{value:.1f}×"
        case Unit.RATE:
            return f"{value:.0f}/s"
        case Unit.DOLLARS:
            return f"${value:.2f}"
        case Unit.MILLISECONDS | Unit.SECONDS | Unit.MEGABYTES:
            return f"{value:.{0 if value >= 100 else 2}f} {unit}"


def format_measure(measure: Measure | None, unit: Unit) -> str:
    """Return "91.2% [83–96] n=80", or a dash; the brackets hold the 95 % interval, in the value's unit."""
    if measure is None:
        return NOTHING
    parts = (format_value(measure.value, unit), format_bounds(measure, unit), f"n={measure.sample}")
    return " ".join(part for part in parts if part)


def format_bounds(measure: Measure, unit: Unit) -> str:
    """Return "[83–96]", or nothing without an interval."""
    if measure.low is None or measure.high is None:
        return ""
    return f"[{_format_bound(measure.low, unit)}–{_format_bound(measure.high, unit)}]"


def _format_bound(value: float, unit: Unit) -> str:
    match unit:
        case Unit.SHARE:
            return f"{100 * value:.0f}"
        case Unit.SCORE | Unit.DOLLARS:
            return f"{value:.2f}"
    return f"{value:.0f}"


def format_target(target: Target | None, unit: Unit) -> str:
    if target is None:
        return NOTHING
    bound = f"{target.bound:.0%}" if unit is Unit.SHARE else f"{target.bound:g}"
    sign = {"at least": "≥", "at most": "≤"}[target.direction]
    suffix = f" {unit}" if unit in WITH_UNIT else "×" if unit is Unit.RATIO else ""
    return f"{sign} {bound}{suffix}"


def _render_section(section: Section) -> Iterator[RenderableType]:
    if section.figures:
        yield _table(section)
    else:
        yield Text(section.title, style="bold")
    yield from (Text(note, style="dim") for note in section.notes)
    yield Text()


def _table(section: Section) -> Table:
    with_halves = any(figure.held_out for figure in section.figures)
    # Light lines and the smallest padding: all columns must fit a terminal of 80.
    table = Table(
        title=section.title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    table.add_column("figure")
    table.add_column("all" if with_halves else "value", justify="right")
    if with_halves:
        table.add_column("held-out half", justify="right")
    table.add_column("target", justify="right")
    table.add_column("")
    for figure in section.figures:
        table.add_row(*_cells(figure, with_halves=with_halves))
    return table


def _cells(figure: Figure, *, with_halves: bool) -> Iterator[RenderableType]:
    yield figure.name
    yield format_measure(figure.whole, figure.unit)
    if with_halves:
        yield format_measure(figure.held_out, figure.unit)
    yield format_target(figure.target, figure.unit)
    mark, style = MARKS[figure.met]
    yield Text(mark, style=style)


def _verdict(report: Report) -> Text:
    figures = [figure for section in report.sections for figure in section.figures]
    judged = [figure for figure in figures if figure.met is not None]
    missed = len(report.misses)
    style = "red" if missed else "green"
    return Text(f"{len(judged) - missed} of {len(judged)} targets met", style=f"bold {style}")
