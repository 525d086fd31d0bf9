"""Reads ODT: headings, paragraphs, lists and tables of the main text in document order."""

import io
import zipfile
import zlib

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import build_document, clean_line
from ingest.loaders.metadata import standard_metadata
from ingest.loaders.odt_blocks import collect_blocks
from ingest.loaders.office_properties import real_title
from ingest.loaders.office_zip import check_office_zip
from ingest.loaders.safe_xml import XmlElement, local_name, parse_xml
from ingest.loaders.text import stem

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)


def load_odt(data: bytes, *, name: str) -> Document:
    """Read text as it stands after all tracked changes.

    Raises:
        UnreadableDocumentError: it is damaged, encrypted or no text document, or has no text.
    """
    names = check_office_zip(data)
    if "content.xml" not in names:
        raise UnreadableDocumentError("the file is a ZIP archive, not an OpenDocument text")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_readable(archive, names)
            content = parse_xml(archive.read("content.xml"))
            meta = parse_xml(archive.read("meta.xml")) if "meta.xml" in names else None
    except _BROKEN as exc:
        raise UnreadableDocumentError("the OpenDocument text is damaged: a part cannot be unpacked") from exc
    blocks = collect_blocks(_find_text(content))
    fields = {local_name(one): clean_line(one.text or "") for one in meta.iter()} if meta is not None else {}
    headline = next((clean_line(block.text) for block in blocks if block.level == 1), "")
    return build_document(
        blocks,
        title=real_title(fields.get("title", "")) or headline or stem(name),
        metadata=standard_metadata(
            language=fields.get("language"),
            modified=fields.get("date") or fields.get("creation-date"),
            author=fields.get("creator") or fields.get("initial-creator"),
        ),
    )


def _check_readable(archive: zipfile.ZipFile, names: frozenset[str]) -> None:
    """Encryption of OpenDocument is told by the manifest, not by the archive."""
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    if b"encryption-data" in manifest:
        raise UnreadableDocumentError("the file is encrypted")


def _find_text(content: XmlElement) -> XmlElement:
    body = next((one for one in content.iter() if local_name(one) == "body"), content)
    text = next((one for one in body if local_name(one) == "text"), None)
    if text is None:
        kinds = ", ".join(local_name(one) for one in body if local_name(one))
        raise UnreadableDocumentError(f"the OpenDocument file holds no text document ({kinds or 'nothing'})")
    return text
