"""Parses the XML inside office files and e-books: no entities, no network, no document type is followed."""

from collections.abc import Iterator
from typing import Protocol, cast

from lxml import etree  # type: ignore[import-untyped]  # it ships no types

from ingest.errors import UnreadableDocumentError


class XmlElement(Protocol):
    """What of an element of lxml the readers use."""

    tag: object
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator["XmlElement"]: ...
    def __len__(self) -> int: ...
    def get(self, key: str, default: str) -> str: ...
    def iter(self, *tags: str) -> Iterator["XmlElement"]: ...
    def itertext(self) -> Iterator[str]: ...
    def items(self) -> list[tuple[str, str]]: ...


def parse_xml(data: bytes) -> XmlElement:
    """Parse leniently; entities stay unexpanded, so neither bombs nor files on this machine get in.

    Raises:
        UnreadableDocumentError: nothing can be made of it.
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, recover=True, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as exc:
        raise UnreadableDocumentError("the file is damaged: its XML cannot be parsed") from exc
    if root is None:
        raise UnreadableDocumentError("the file is damaged: its XML cannot be parsed")
    return cast(XmlElement, root)


def local_name(element: XmlElement) -> str:
    """The tag without its namespace; an empty string for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
