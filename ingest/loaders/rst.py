"""Reads reStructuredText, Sphinx's dialect included: what a rendered page would show, as plain text."""

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line, clean_text
from ingest.loaders.encoding import decode_text
from ingest.loaders.limits import MAX_RST_BYTES
from ingest.loaders.metadata import metadata_of_fields
from ingest.loaders.text import stem


def load_rst(data: bytes, *, name: str) -> Document:
    """Nothing is included, run or fetched, whatever the text asks for.

    Raises:
        UnreadableDocumentError: it is too large or nested too deeply, or has no text.
    """
    if len(data) > MAX_RST_BYTES:
        raise UnreadableDocumentError(f"the text is larger than {MAX_RST_BYTES // 1_000_000} MB")
    source = clean_text(decode_text(data), preformatted=True)
    try:
        blocks, fields = _read(source)
    except RecursionError as exc:
        raise UnreadableDocumentError("the text is nested too deeply") from exc
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as exc:
        raise UnreadableDocumentError("the reStructuredText cannot be parsed") from exc
    title = next((clean_line(block.text) for block in blocks if block.level), "")
    return build_document(blocks, title=title or stem(name), metadata=metadata_of_fields(fields))


def _read(source: str) -> tuple[list[Block], dict[str, str]]:
    from ingest.loaders.rst_blocks import collect_blocks, top_fields  # noqa: PLC0415  # slow, see rst_parsing
    from ingest.loaders.rst_parsing import parse_rst  # noqa: PLC0415  # docutils is slow to load

    tree = parse_rst(source)
    return collect_blocks(tree), top_fields(tree)
