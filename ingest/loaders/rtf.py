"""Reads RTF: paragraphs, headings and tables of the text, in the code pages that the file names."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line
from ingest.loaders.metadata import standard_metadata
from ingest.loaders.office_properties import real_title
from ingest.loaders.rtf_source import BAR, HEADING_MARKS, prepare_rtf
from ingest.loaders.tables import looks_like_header, table_text
from ingest.loaders.text import stem

_INFO = re.compile(r"\{\\(title|author) ?((?:[^{}\\]|\\'[0-9a-fA-F]{2}|\\u-?\d+ ?\??|\\[{}\\])*)\}")
_CHANGED = re.compile(r"\{\\revtim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_MARKS = re.compile(f"[{''.join(HEADING_MARKS)}]")
_ITEM = re.compile(r"(?:[•·◦▪]|\d{1,3}[.)])\s+(?=\S)")
_PICTURE = "the RTF has no text: it holds only pictures"


def load_rtf(data: bytes, *, name: str) -> Document:
    source = prepare_rtf(data)
    lines = _plain(source).split("\n")
    blocks = list(_blocks(lines))
    if not any(block.text.strip() for block in blocks) and b"\\pict" in data:
        raise UnreadableDocumentError(_PICTURE)
    info = {key: clean_line(_plain(f"{{\\rtf1 {value}}}")) for key, value in reversed(_INFO.findall(source))}
    headline = next((clean_line(block.text) for block in blocks if block.level), "")
    return build_document(
        blocks,
        title=real_title(info.get("title", "")) or headline or stem(name),
        metadata=standard_metadata(author=info.get("author"), modified=_changed(source)),
    )


def _plain(source: str) -> str:
    """Raises:
    UnreadableDocumentError: a number in it is none, or stands for no character.
    """
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  # needed for RTF alone

    try:
        text: str = rtf_to_text(source, errors="ignore")  # type: ignore[no-untyped-call]
    except (ValueError, OverflowError, TypeError, LookupError, RecursionError) as exc:
        raise UnreadableDocumentError("the RTF is damaged and cannot be taken apart") from exc
    # What lies beyond 16 bits is written in halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _changed(source: str) -> str:
    found = _CHANGED.search(source)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}" if found else ""


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    for kind, group in groupby(lines, key=_kind):
        if kind == "row":
            rows = [[_shown(cell) for cell in line.split("|")[:-1]] for line in group]
            yield Block(table_text(rows, has_header=len(rows) > 1 and looks_like_header(rows[0])))
        elif kind == "item":
            yield Block("\n".join(_shown(line) for line in group))
        else:
            yield from (Block(_shown(line), level=_level(line)) for line in group)


def _kind(line: str) -> str:
    """A row ends with the bar of its last cell; bars in the text itself were set aside before."""
    if line.rstrip().endswith("|"):
        return "row"
    return "item" if _ITEM.match(line.strip()) and not _level(line) else "text"


def _level(line: str) -> int:
    mark = _MARKS.search(line)
    return HEADING_MARKS[mark[0]] if mark else 0


def _shown(text: str) -> str:
    return _MARKS.sub("", text).replace(BAR, "|")
