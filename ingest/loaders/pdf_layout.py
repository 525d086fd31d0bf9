"""Makes headings, paragraphs, lists and tables of the lines of a PDF."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.loaders.builder import Block
from ingest.loaders.pdf_hyphens import join_lines, known_compounds
from ingest.loaders.pdf_lines import Line, Page
from ingest.loaders.pdf_tables import find_table
from ingest.loaders.pdf_typography import Typography

# A gap this much larger than between the lines of a paragraph begins a new one.
_PARAGRAPH_GAP = 1.25
_SHORT_LINE = 0.85
_BULLET = re.compile(r"[•◦▪‣●○■–·*-]\s+(?=\S)")
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")


def layout_blocks(pages: Sequence[Page]) -> list[Block]:
    compounds = known_compounds(line.text for page in pages for line in page.lines)
    writer = _Writer(Typography.of(pages), compounds)
    for page in pages:
        writer.write_page(page)
    writer.end_paragraph()
    return list(_merge_items(writer.blocks))


@dataclass(slots=True)
class _Writer:
    """Collects lines until a paragraph, list item or heading is complete."""

    typography: Typography
    compounds: frozenset[str]
    blocks: list[Block] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _page: int = 1
    _level: int = 0

    def write_page(self, page: Page) -> None:
        if self._lines and not self._continues_on(page):
            self.end_paragraph()
        at = 0
        while at < len(page.lines):
            text, count = find_table(page.lines[at:])
            if count:
                self.end_paragraph()
                self.blocks.append(Block(text, page=page.number))
            else:
                self._add_line(page.lines[at], page.number)
            at += count or 1

    def end_paragraph(self) -> None:
        if self._lines:
            text = join_lines([line.text for line in self._lines], compounds=self.compounds)
            self.blocks.append(Block(text, level=self._level, page=self._page))
        self._lines, self._level = [], 0

    def _continues_on(self, page: Page) -> bool:
        """A sentence that runs over the page's end belongs to the page on which it began."""
        return bool(page.lines) and self._level == 0 and self._is_mid_sentence(page.lines[0])

    def _is_mid_sentence(self, line: Line) -> bool:
        return not _SENTENCE_END.search(self._lines[-1].text) and line.text[:1].islower()

    def _add_line(self, line: Line, page: int) -> None:
        level = self.typography.heading_level(line)
        if self._lines and self._breaks(line, level):
            self.end_paragraph()
        if not self._lines:
            self._page, self._level = page, level
        self._lines.append(line)

    def _breaks(self, line: Line, level: int) -> bool:
        if level != self._level or _is_item(line.text):
            return True
        gap = self._lines[-1].bottom - line.first_bottom
        if gap < -line.height:
            # The top of the next column or page.
            return not self._is_mid_sentence(line)
        pitch = self.typography.pitch * max(1.0, line.height / (self.typography.body or 1))
        return gap > _PARAGRAPH_GAP * pitch or (level == 0 and self._ended_before(line))

    def _ended_before(self, line: Line) -> bool:
        """Without a gap, a paragraph shows by its short last line or the next one's indent."""
        last = self._lines[-1]
        if not _SENTENCE_END.search(last.text):
            return False
        widest = max(line.right, *(one.right for one in self._lines))
        is_short = last.right - last.left < _SHORT_LINE * (widest - last.left)
        is_indented = len(self._lines) > 1 and line.left > last.left + line.height * 0.8
        return is_short or is_indented


def _is_item(text: str) -> bool:
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def _merge_items(blocks: Iterable[Block]) -> Iterator[Block]:
    """Consecutive list items of a page make one list."""
    items: Block | None = None
    for block in blocks:
        is_item = block.level == 0 and "\n" not in block.text and _is_item(block.text)
        if items and not (is_item and block.page == items.page):
            yield items
            items = None
        if not is_item:
            yield block
            continue
        text = _BULLET.sub("- ", block.text, count=1)
        items = replace(items, text=f"{items.text}\n{text}") if items else replace(block, text=text)
    if items:
        yield items
