"""Writes records (JSON objects) as text: a heading, its fields as lines, its long texts as prose."""

import re
from collections.abc import Iterator

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, below, clean_line, clean_text
from ingest.loaders.html import html_blocks, parse_html
from ingest.loaders.json_values import Json
from ingest.loaders.limits import MAX_JSON_DEPTH
from ingest.loaders.text import text_blocks

TITLE_KEYS = ("title", "name", "subject", "headline", "question", "label")
_ID_KEYS = ("id", "key", "sku", "code", "slug", "number", "uuid")
_PROSE_KEYS = {
    "body", "content", "text", "html", "description", "answer", "summary", "message", "comment", "article",
    "markdown", "notes", "abstract", "excerpt", "page_content",
}  # fmt: skip
_LONG = 200
_LONGEST_TITLE = 120
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,5});", re.IGNORECASE)


def record_blocks(record: Json, *, number: int, level: int) -> list[Block]:
    """One record under a heading: its title, else what identifies it, else its number."""
    title = find_title(record)
    heading = title or _identified(record) or f"Record {number}"
    fields = dict(record) if isinstance(record, dict) else {"": record}
    for key in [key for key in fields if key.lower() in TITLE_KEYS and _one_line(fields[key]) == title][:1]:
        del fields[key]
    lines: list[str] = []
    prose: list[Block] = []
    for key, value in fields.items():
        if isinstance(value, str) and _is_prose(key, value):
            prose += _prose_blocks(key, value)
        else:
            lines += _lines(key, value, depth=0)
    if not lines and not prose:
        return [Block(title)] if title else []
    # Facts first: after a heading inside the prose they would count to that.
    return [Block(heading, level=level), Block("\n".join(lines)), *below(level, prose)]


def find_title(record: Json) -> str:
    if not isinstance(record, dict):
        return ""
    named = {key.lower(): _one_line(value) for key, value in record.items()}
    return next((named[key] for key in TITLE_KEYS if 0 < len(named.get(key, "")) <= _LONGEST_TITLE), "")


def _identified(record: Json) -> str:
    if not isinstance(record, dict):
        return ""
    named = {key.lower(): f"{key} {value}" for key, value in record.items() if _one_line(value)}
    return next((clean_line(named[key]) for key in _ID_KEYS if len(named.get(key, "")) in range(1, 60)), "")


def _one_line(value: Json) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _is_prose(key: str, value: str) -> bool:
    is_long = len(value) > _LONG or "\n" in value.strip() or bool(_TAG.search(value))
    return is_long or (key.lower() in _PROSE_KEYS and " " in value.strip())


def _prose_blocks(key: str, value: str) -> list[Block]:
    if _TAG.search(value) or _ENTITY.search(value):
        blocks = html_blocks(parse_html(value))
    else:
        blocks = text_blocks(clean_text(value, preformatted=True))
    if not key or key.lower() in _PROSE_KEYS or not blocks:
        return blocks
    first = blocks[0]
    return [Block(f"{_label(key)}: {first.text}", preformatted=first.preformatted), *blocks[1:]]


def _lines(path: str, value: Json, *, depth: int) -> Iterator[str]:
    """`address.city: Bern`; each object of a list is one line, so that it stands alone."""
    if depth > MAX_JSON_DEPTH:
        raise UnreadableDocumentError("the JSON is nested too deeply")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(f"{path}.{key}" if path else key, inner, depth=depth + 1)
    elif isinstance(value, list):
        yield from _list_lines(path, value, depth=depth)
    elif text := scalar_text(value):
        yield f"{_label(path)}: {text}" if path else text


def _list_lines(path: str, values: list[Json], *, depth: int) -> Iterator[str]:
    if not any(isinstance(value, dict | list) for value in values):
        texts = [text for value in values if (text := scalar_text(value))]
        if texts:
            yield f"{_label(path)}: {', '.join(texts)}" if path else ", ".join(texts)
        return
    for value in values:
        parts = list(_lines("", value, depth=depth + 1))
        if parts:
            yield f"{_label(path)}: {'; '.join(parts)}" if path else "; ".join(parts)


def scalar_text(value: Json) -> str:
    match value:
        case str():
            text = html_text(value) if _TAG.search(value) else value
            return clean_line(text)
        case bool():
            return "true" if value else "false"
        case _:
            return ""


def html_text(value: str) -> str:
    return " ".join(block.text for block in html_blocks(parse_html(value)))


def _label(path: str) -> str:
    return clean_line(path).rstrip(":")
