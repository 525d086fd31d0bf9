"""Makes one document again of the records that another index was filled with."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import build_document, clean_line
from ingest.loaders.markdown import load_markdown
from ingest.loaders.registry import find_format
from ingest.loaders.text import find_title, load_text, text_blocks
from ingest.preparing import hash_content
from ingest.record_overlap import Piece, join_pieces
from retrieval.text_record import TextRecord

# The keys that LangChain's splitters and loaders write.
_HEADER = re.compile(r"Header ([1-6])")
_START, _TITLE = "start_index", "title"

NO_TEXT = "its pieces hold no text"


@dataclass(frozen=True, slots=True)
class _Part:
    """A record as far as it matters to the document."""

    text: str
    page: int | None
    headings: tuple[tuple[int, str], ...]
    start: int | None
    title: str


def assemble_document(path: str, records: Sequence[TextRecord], *, max_bytes: int) -> Document:
    """Put the texts in order, leave out what neighbours repeat, and find headings and pages.

    Records of a page are ordered by `start_index` where all of them have one, else as they were stored.

    Raises:
        UnreadableDocumentError: no record holds any text, or all of them hold more than `max_bytes`.
    """
    parts = _order(records)
    if sum(len(part.text.encode("utf-8", "replace")) for part in parts) > max_bytes:
        raise UnreadableDocumentError(f"the document is larger than {max_bytes / 1_000_000:g} MB")
    if not parts:
        raise UnreadableDocumentError(NO_TEXT)
    document = _build(path, parts)
    title = next((part.title for part in parts if part.title), document.title)
    empty = sum(not _holds_text(record) for record in records)
    lost = (f"{empty} of its {len(records)} pieces hold no text and were left out",) if empty else ()
    return replace(document, title=title, notes=(*document.notes, *lost))


def _holds_text(record: TextRecord) -> bool:
    return bool(record.text and record.text.strip())


def hash_records(records: Sequence[TextRecord]) -> str:
    """Name the content, so that the same records make the same version in every run."""
    parts = [(part.text, part.page, part.headings, part.start, part.title) for part in _order(records)]
    return hash_content(json.dumps(parts).encode("ascii"))


def _build(path: str, parts: Sequence[_Part]) -> Document:
    if any(part.page is not None for part in parts):
        pages = [(page, _join(group)) for page, group in groupby(parts, key=lambda part: part.page)]
        blocks = [block for page, text in pages for block in text_blocks(text, page=page)]
        return build_document(blocks, title=find_title(pages[0][1], path))
    form = find_format(path)
    if any(part.headings for part in parts) or (form is not None and form.load is load_markdown):
        return load_markdown(_to_bytes("\n\n".join(_sections(parts))), name=path)
    return load_text(_to_bytes(_join(parts)), name=path)


def _sections(parts: Sequence[_Part]) -> Iterator[str]:
    """Yield Markdown: the headings that a splitter took off stand above their text again."""
    above: tuple[tuple[int, str], ...] = ()
    for headings, group in groupby(parts, key=lambda part: part.headings):
        for heading in headings:
            if heading not in above:
                yield f"{'#' * heading[0]} {heading[1]}"
        above = headings
        yield _join(group)


def _join(parts: Iterable[_Part]) -> str:
    return join_pieces([Piece(part.text, part.start) for part in parts])


def _order(records: Sequence[TextRecord]) -> list[_Part]:
    read = (_read_part(record) for record in records if _holds_text(record))
    # A program that adds its documents again at every start leaves each piece many times.
    parts = list(dict.fromkeys(read))
    parts.sort(key=lambda part: -1 if part.page is None else part.page)
    ordered: list[_Part] = []
    for _, group in groupby(parts, key=lambda part: part.page):
        page = list(group)
        if all(part.start is not None for part in page):
            page.sort(key=lambda part: part.start or 0)
        ordered += page
    return ordered


def _read_part(record: TextRecord) -> _Part:
    title = record.metadata.get(_TITLE)
    return _Part(
        text=record.text or "",
        page=_find_page(record),
        headings=_find_headings(record),
        start=_to_count(record.metadata.get(_START)),
        title=clean_line(title) if isinstance(title, str) else "",
    )


def _find_page(record: TextRecord) -> int | None:
    """Return the page as people count, from 1; LangChain's PDF loaders count `page` from 0."""
    number = _to_count(record.metadata.get("page_number"))
    page = _to_count(record.metadata.get("page"))
    return number if page is None or number is not None else page + 1


def _find_headings(record: TextRecord) -> tuple[tuple[int, str], ...]:
    found = {
        int(match[1]): clean_line(value)
        for key, value in record.metadata.items()
        if (match := _HEADER.fullmatch(key)) and isinstance(value, str)
    }
    return tuple((level, text) for level, text in sorted(found.items()) if text)


def _to_count(value: object) -> int | None:
    """Return a whole number that is not negative, however it was stored; LangChain's -1 is "not found"."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return int(number) if number >= 0 and number.is_integer() else None


def _to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
