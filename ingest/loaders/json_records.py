"""Reads JSON, JSON Lines and NDJSON: each object is a record that stands alone."""

from collections.abc import Iterator, Mapping, Sequence

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document
from ingest.loaders.encoding import decode_text
from ingest.loaders.json_values import Json, parse_json, parse_json_lines
from ingest.loaders.limits import MAX_MARKUP_BYTES
from ingest.loaders.records import find_title, record_blocks, scalar_text
from ingest.loaders.text import stem

# Numbers of lines that a note spells out.
_NAMED_LINES = 10


def load_json(data: bytes, *, name: str) -> Document:
    """Read a list of records, an object around one, or a single object."""
    return records_document(parse_json(_text(data)), name=name)


def records_document(value: Json, *, name: str) -> Document:
    around, records = split_records(value)
    if around is None:
        title = find_title(records[0]) if len(records) == 1 else ""
        return build_document(_all_blocks(_numbered(records), level=1), title=title or stem(name))
    title = find_title(around) or stem(name)
    # What stands around the records comes under the title of the file.
    facts = record_blocks(around, number=0, level=1)[1:]
    above = [Block(title, level=1), *facts] if facts else []
    return build_document([*above, *_all_blocks(_numbered(records), level=2 if above else 1)], title=title)


def load_json_lines(data: bytes, *, name: str) -> Document:
    """Read a record from each line; lines that are broken are left out and noted."""
    lines = parse_json_lines(_text(data))
    blocks = _all_blocks(lines.values, level=1)
    notes = [_skipped(lines.broken)] if lines.broken else []
    return build_document(blocks, title=stem(name), notes=notes)


def split_records(value: Json) -> tuple[Json, Sequence[Json]]:
    """Separate the list of records from what an envelope like {"count": 2, "data": […]} says around it."""
    if isinstance(value, list):
        return None, value
    if not isinstance(value, dict):
        return None, [value]
    lists = [
        key
        for key, inner in value.items()
        if isinstance(inner, list) and any(isinstance(one, dict) for one in inner)
    ]
    others = [key for key, inner in value.items() if isinstance(inner, dict)]
    if len(lists) != 1 or others:
        return None, [value]
    inner = value[lists[0]]
    rest: Json = {key: one for key, one in value.items() if key != lists[0]}
    return rest, inner if isinstance(inner, list) else []


def _text(data: bytes) -> str:
    if len(data) > MAX_MARKUP_BYTES:
        raise UnreadableDocumentError(f"the file is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
    text = decode_text(data)
    if not text.strip():
        raise UnreadableDocumentError("no text was found in the file")
    return text


def _numbered(records: Sequence[Json]) -> dict[int, Json]:
    return dict(enumerate(records, start=1))


def _all_blocks(records: Mapping[int, Json], *, level: int) -> Iterator[Block]:
    """Each object or list is a record; bare values between them make one block."""
    bare: list[Json] = []
    for number, record in records.items():
        if isinstance(record, dict | list):
            yield from record_blocks(record, number=number, level=level)
        else:
            bare.append(record)
    if texts := [text for value in bare if (text := scalar_text(value))]:
        yield Block("\n".join(texts))


def _skipped(lines: Sequence[int]) -> str:
    named = ", ".join(map(str, lines[:_NAMED_LINES])) + (", …" if len(lines) > _NAMED_LINES else "")
    return (
        f"line {named} is no valid JSON and was left out"
        if len(lines) == 1
        else (f"{len(lines)} lines are no valid JSON and were left out: {named}")
    )
