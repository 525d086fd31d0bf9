"""Lines and pages as the PDF reader would make them."""

from ingest.loaders.pdf_lines import Cell, Line, Page


def line(*cells: str, y: float = 700, height: float = 12, bold: bool = False, step: float = 150) -> Line:
    placed = tuple(
        Cell(text, 70 + step * at, 70 + step * at + 5 * len(text)) for at, text in enumerate(cells)
    )
    return Line(placed, first_bottom=y, bottom=y, height=height, is_bold=bold)


def column(*texts: str, top: float = 700, pitch: float = 14) -> tuple[Line, ...]:
    return tuple(line(text, y=top - pitch * at) for at, text in enumerate(texts))


def page(*lines: Line, number: int = 1) -> Page:
    return Page(number, 792, lines)
