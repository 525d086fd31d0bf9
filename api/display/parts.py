"""What `doctor` found, as a person reads it."""

from rich.console import RenderableType
from rich.text import Text

from api.display.text import plain
from api.readiness import PartState, Readiness

MARKS = {
    PartState.READY: ("✓", "green"),
    PartState.FALLBACK: ("~", "yellow"),
    PartState.OFF: ("–", "dim"),
    PartState.FAILED: ("✗", "red"),
}


def render_parts(found: Readiness) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for report in found.parts:
        mark, style = MARKS[report.state]
        line = Text.assemble((f"{mark} ", style), f"{report.part:<16} ", (f"{report.state:<9} ", style))
        lines.append(line.append_text(plain(report.detail)))
    return lines
