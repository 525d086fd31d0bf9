"""Reads the properties that Word, Excel and PowerPoint keep beside a document: title, author, last change."""

import io
import zipfile
import zlib

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import clean_line
from ingest.loaders.metadata import standard_metadata
from ingest.loaders.safe_xml import local_name, parse_xml

# The libraries that read these files fill in themselves and the present moment where the part is missing.
_PART = "docProps/core.xml"
# What office programs and libraries fill in by themselves is no title, and no author.
_NO_TITLE = {
    "word document", "document", "untitled", "untitled document", "powerpoint presentation", "presentation",
    "slide 1",
}  # fmt: skip
_NO_AUTHOR = {"openpyxl", "python-docx", "python-pptx", "microsoft office user", "unknown author", "user"}


def core_properties(data: bytes) -> tuple[str, dict[str, str]]:
    """Return the title, which may be empty, and the metadata; `data` is an archive that can be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = parse_xml(archive.read(_PART))
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, zlib.error, UnreadableDocumentError):
        return "", {}
    found = {local_name(child): clean_line(child.text or "") for child in root}
    title, author = found.get("title", ""), found.get("creator", "")
    metadata = standard_metadata(
        language=found.get("language"),
        modified=found.get("modified") or found.get("created"),
        author="" if author.casefold() in _NO_AUTHOR else author,
    )
    return real_title(title), metadata


def real_title(title: str) -> str:
    """The title, or nothing where a program filled it in."""
    cleaned = clean_line(title)
    return "" if cleaned.casefold() in _NO_TITLE else cleaned
