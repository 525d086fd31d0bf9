"""Joins the blocks that a loader found into one text, and notes where headings and pages begin."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from ingest.document import Document, Section
from ingest.errors import UnreadableDocumentError

_SPACES = re.compile(r"[^\S\n]+")
# Control characters, and halves of surrogate pairs, which no encoding can write.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DEEPEST_LEVEL = 6
# Invisible in print, but they would stand in a quotation: BOM, zero-width space, soft hyphen.
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u00ad"))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 to 6), or a paragraph, list, table or piece of code (`level` 0).

    Lists, tables and code have one line for each item, row or line. `preformatted` keeps spaces as they are.
    `rows` gives for each line of a spreadsheet's table the number of its row.
    """

    text: str
    level: int = 0
    page: int | None = None
    preformatted: bool = False
    rows: tuple[int, ...] = ()


def clean_text(text: str, *, preformatted: bool = False) -> str:
    """Drop what cannot be shown, and in prose also the spaces that say nothing."""
    # Most cells and fields are a few plain characters, and a table has a million of them.
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.rstrip() if preformatted else text.strip()
    text = _CONTROLS.sub("", _NEWLINES.sub("\n", text)).translate(_INVISIBLE)
    if preformatted:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def clean_line(text: str) -> str:
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(clean_text(text).split())


def below(level: int, blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a text that stands under a heading of this level: their headings come further down."""
    return [
        replace(block, level=min(block.level + level, _DEEPEST_LEVEL)) if block.level else block
        for block in blocks
    ]


def build_document(
    blocks: Iterable[Block],
    *,
    title: str,
    audiences: tuple[str, ...] = (),
    metadata: Mapping[str, str] | None = None,
    notes: Iterable[str] = (),
) -> Document:
    """Lay the blocks out in order, a blank line between them.

    Raises:
        UnreadableDocumentError: no block holds any text.
    """
    layout = _Layout(title=clean_line(title))
    for block in blocks:
        layout.add(block)
    layout.close_section()
    if not layout.sections:
        raise UnreadableDocumentError("no text was found in the file")
    return Document(
        title=layout.title,
        text="".join(layout.parts),
        sections=tuple(layout.sections),
        audiences=audiences,
        metadata=dict(metadata or {}),
        notes=tuple(notes),
    )


@dataclass(slots=True)
class _Layout:
    """The text so far, and the section that is being filled."""

    title: str
    parts: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    _length: int = 0
    _start: int | None = None
    _has_body: bool = False
    _page: int | None = None
    _path: list[tuple[int, str]] = field(default_factory=list)
    _rows: list[tuple[int, int]] = field(default_factory=list)

    def add(self, block: Block) -> None:
        text = clean_line(block.text) if block.level else _clean_body(block)
        if not text:
            return
        # A heading without text under it stays with the text that follows, so no section is a bare heading.
        if self._has_body and (block.level or block.page != self._page):
            self.close_section()
        if self._length:
            self._append("\n\n")
        if self._start is None:
            self._start = self._length
        self._page = block.page
        if block.level:
            self._enter_heading(block.level, text)
        else:
            self._has_body = True
            self._note_rows(text, block.rows)
        self._append(text)

    def close_section(self) -> None:
        if self._start is not None:
            self.sections.append(
                Section(self._start, self._length, self._headings(), self._page, rows=tuple(self._rows))
            )
        self._start, self._has_body = None, False
        self._rows.clear()

    def _note_rows(self, text: str, rows: tuple[int, ...]) -> None:
        if rows:
            lengths = (len(line) + 1 for line in text.split("\n")[:-1])
            self._rows += zip(accumulate(lengths, initial=self._length), rows, strict=True)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)

    def _enter_heading(self, level: int, text: str) -> None:
        self._path = [(above, name) for above, name in self._path if above < level]
        self._path.append((level, text))

    def _headings(self) -> tuple[str, ...]:
        title = self.title.casefold()
        return tuple(name for _, name in self._path if name.casefold() != title)


def _clean_body(block: Block) -> str:
    return clean_text(block.text, preformatted=block.preformatted)
