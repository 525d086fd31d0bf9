"""Walks a slide and collects its blocks of text as they are read: from the top, and from the left."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.base import BaseShape
from pptx.slide import Slide

from ingest.loaders.builder import Block, clean_line, clean_text
from ingest.loaders.limits import MAX_GROUP_DEPTH
from ingest.loaders.safe_xml import local_name, parse_xml
from ingest.loaders.tables import looks_like_header, table_text

_FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER}
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_LISTS = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY}
# Shapes whose tops differ by less than 0.2 inches stand in one line.
_ROW = 182_880
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def slide_blocks(slide: Slide, *, number: int) -> Iterator[Block]:
    """Without a title, or with nothing but one, the heading is the slide's number: each slide has a heading,
    and each heading has text.
    """
    if slide.element.get("show") in {"0", "false"}:
        return
    found = [*_shapes_blocks(slide.shapes, depth=0), *_diagram_blocks(slide), *_notes_blocks(slide)]
    shown = [replace(block, page=number) for block in found if block.text.strip()]
    title = slide_title(slide)
    if title and not shown:
        shown, title = [Block(title, page=number)], ""
    if shown:
        yield Block(title or f"Slide {number}", level=1, page=number)
        yield from shown


def slide_title(slide: Slide) -> str:
    return next((clean_line(_text(shape)) for shape in slide.shapes if _kind(shape) in _TITLES), "")


def _shapes_blocks(shapes: Iterable[BaseShape], *, depth: int) -> Iterator[Block]:
    for shape in sorted(shapes, key=_place):
        kind = _kind(shape)
        if kind in _FURNITURE or kind in _TITLES:
            continue
        inner = getattr(shape, "shapes", None)
        if inner is not None and depth < MAX_GROUP_DEPTH:
            yield from _shapes_blocks(inner, depth=depth + 1)
        elif getattr(shape, "has_table", False):
            yield Block(_table_text(shape))
        elif getattr(shape, "has_chart", False):
            yield Block(_chart_text(shape))
        elif shape.has_text_frame:
            yield from _frame_blocks(shape, is_list=kind in _LISTS)


def _place(shape: BaseShape) -> tuple[int, int]:
    # A placeholder without a place of its own has none on its layout either.
    return (shape.top or 0) // _ROW, shape.left or 0


def _kind(shape: BaseShape) -> PP_PLACEHOLDER | None:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _text(shape: BaseShape) -> str:
    return str(shape.text_frame.text) if shape.has_text_frame else ""  # type: ignore[attr-defined]


def _frame_blocks(shape: BaseShape, *, is_list: bool) -> Iterator[Block]:
    """The lines of a list placeholder are its points; elsewhere each is a paragraph."""
    paragraphs = [
        (paragraph.level, text)
        for paragraph in shape.text_frame.paragraphs  # type: ignore[attr-defined]
        if (text := clean_text(paragraph.text))
    ]
    if is_list and len(paragraphs) > 1:
        lines = [f"{'  ' * level}- {clean_line(text)}" for level, text in paragraphs]
        yield Block("\n".join(lines), preformatted=True)
    else:
        yield from (Block(text) for _, text in paragraphs)


def _table_text(shape: Any) -> str:  # noqa: ANN401  # pptx types no shape that holds a table
    table = shape.table
    rows = [[_cell_text(cell) for cell in row.cells] for row in table.rows]
    has_header = len(rows) > 1 and (table.first_row or looks_like_header(rows[0]))
    return table_text(rows, has_header=has_header)


def _cell_text(cell: Any) -> str:  # noqa: ANN401  # as above
    return "" if cell.is_spanned else clean_line(cell.text)


def _chart_text(shape: Any) -> str:  # noqa: ANN401  # as above
    """The figures behind a chart, a line for each category; a chart without categories gives its title."""
    chart = shape.chart
    title = clean_line(chart.chart_title.text_frame.text) if chart.has_title else ""
    plot = next(iter(chart.plots), None)
    categories = [str(category) for category in plot.categories] if plot is not None else []
    series = [(str(one.name), list(one.values)) for one in plot.series] if plot is not None else []
    rows = [
        [category, *(_figure(values[at]) if at < len(values) else "" for _, values in series)]
        for at, category in enumerate(categories)
    ]
    figures = table_text([["", *(name for name, _ in series)], *rows], has_header=True) if rows else ""
    return "\n".join(filter(None, [title, figures]))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


def _diagram_blocks(slide: Slide) -> Iterator[Block]:
    """The words of SmartArt lie in a part of their own."""
    for relation in slide.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/diagramData"):
            yield Block("\n".join(_diagram_lines(relation.target_part.blob)))


def _diagram_lines(data: bytes) -> Iterator[str]:
    for element in parse_xml(data).iter():
        if local_name(element) == "p":
            yield clean_line("".join(text.text or "" for text in element.iter(_TEXT)))


def _notes_blocks(slide: Slide) -> Iterator[Block]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    text = clean_text(frame.text) if frame is not None else ""
    if text:
        yield Block(f"Speaker notes: {text}")
