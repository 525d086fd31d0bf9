"""Reads XML of any vocabulary: elements that repeat are records, written like those of JSON."""

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import clean_line
from ingest.loaders.html import load_html
from ingest.loaders.json_records import records_document
from ingest.loaders.json_values import Json
from ingest.loaders.limits import MAX_JSON_DEPTH, MAX_MARKUP_BYTES
from ingest.loaders.safe_xml import XmlElement, local_name, parse_xml


def load_xml(data: bytes, *, name: str) -> Document:
    """Read without following entities; a page of HTML under this name is read as one."""
    if len(data) > MAX_MARKUP_BYTES:
        raise UnreadableDocumentError(f"the file is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
    root = parse_xml(data.strip(b" \t\r\n"))
    if local_name(root).lower() == "html":
        return load_html(data, name=name)
    value = _value(root, depth=0)
    # What wraps everything, as <rss><channel>, says nothing of its own.
    while (
        isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), dict)
    ):
        value = inner
    return records_document(value, name=name)


def _value(element: XmlElement, *, depth: int) -> Json:
    if depth > MAX_JSON_DEPTH:
        raise UnreadableDocumentError("the XML is nested too deeply")
    children = [child for child in element if local_name(child)]
    if not children or _is_mixed(element):
        return _text(element)
    fields: dict[str, Json] = {}
    for child in children:
        name, inner = local_name(child), _value(child, depth=depth + 1)
        if name not in fields:
            fields[name] = inner
        elif isinstance(found := fields[name], list):
            found.append(inner)
        else:
            fields[name] = [found, inner]
    return fields


def _is_mixed(element: XmlElement) -> bool:
    """Words beside elements make one text: a paragraph with emphasis in it."""
    parts = [element.text, *(child.tail for child in element)]
    return any(part and part.strip() for part in parts)


def _text(element: XmlElement) -> str:
    """The text with what its attributes say of it: 30 (currency: USD)."""
    text = "".join(element.itertext())
    said = [
        f"{name}: {clean_line(value)}"
        for name, value in element.items()
        if ":" not in name and "}" not in name
    ]
    return f"{text.strip()} ({'; '.join(said)})" if said and text.strip() else text or "; ".join(said)
