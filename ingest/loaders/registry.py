"""Chooses the loader for a file, by its name and held against its content; the one way into this folder."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.content import Content, detect_content
from ingest.loaders.delimited import load_delimited
from ingest.loaders.docx import load_docx
from ingest.loaders.eml import load_eml
from ingest.loaders.epub import load_epub
from ingest.loaders.html import load_html
from ingest.loaders.json_records import load_json, load_json_lines
from ingest.loaders.limits import MAX_FILE_BYTES
from ingest.loaders.markdown import load_markdown
from ingest.loaders.odt import load_odt
from ingest.loaders.old_formats import old_format_reason
from ingest.loaders.pdf import load_pdf
from ingest.loaders.pptx import load_pptx
from ingest.loaders.rst import load_rst
from ingest.loaders.rtf import load_rtf
from ingest.loaders.text import load_text
from ingest.loaders.xlsx import load_xlsx
from ingest.loaders.xml_records import load_xml


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the suffixes it goes by, what its bytes must look like, and who reads it."""

    name: str
    suffixes: tuple[str, ...]
    content: Content
    load: Callable[..., Document]


FORMATS = (
    Format("Markdown", (".md", ".markdown", ".mdx"), Content.TEXT, load_markdown),
    Format("reStructuredText", (".rst", ".rest"), Content.TEXT, load_rst),
    Format("HTML", (".html", ".htm"), Content.TEXT, load_html),
    Format("text", (".txt", ".text", ".log"), Content.TEXT, load_text),
    Format("CSV", (".csv", ".tsv"), Content.TEXT, load_delimited),
    Format("JSON", (".json",), Content.TEXT, load_json),
    Format("JSON Lines", (".jsonl", ".ndjson"), Content.TEXT, load_json_lines),
    Format("XML", (".xml",), Content.TEXT, load_xml),
    Format("e-mail", (".eml",), Content.TEXT, load_eml),
    Format("PDF", (".pdf",), Content.PDF, load_pdf),
    Format("DOCX", (".docx", ".docm"), Content.ZIP, load_docx),
    Format("PPTX", (".pptx", ".pptm"), Content.ZIP, load_pptx),
    Format("ODT", (".odt", ".ott"), Content.ZIP, load_odt),
    Format("EPUB", (".epub",), Content.ZIP, load_epub),
    Format("RTF", (".rtf",), Content.RTF, load_rtf),
    Format("XLSX", (".xlsx", ".xlsm"), Content.ZIP, load_xlsx),
)
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}


def load_document(data: bytes, *, name: str, max_bytes: int = MAX_FILE_BYTES) -> Document:
    """Extract the text of one file; `name` is its file name or path.

    Raises:
        UnreadableDocumentError: for any file that gives no text, with the reason in words.
    """
    form = find_format(name)
    if form is None:
        raise UnreadableDocumentError(old_format_reason(data, _suffix(name)) or _unknown(name))
    if not data:
        raise UnreadableDocumentError("the file is empty")
    if len(data) > max_bytes:
        raise UnreadableDocumentError(f"the file is larger than {max_bytes / 1_000_000:g} MB")
    _check_content(data, form)
    return form.load(data, name=name)


def known_suffixes() -> tuple[str, ...]:
    return tuple(sorted(_BY_SUFFIX))


def find_format(name: str) -> Format | None:
    return _BY_SUFFIX.get(_suffix(name))


def _suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def _unknown(name: str) -> str:
    known = " ".join(known_suffixes())
    suffix = _suffix(name)
    return (
        f"unknown file type {suffix} (known: {known})"
        if suffix
        else f"no file type in the name (known: {known})"
    )


def _check_content(data: bytes, form: Format) -> None:
    content = detect_content(data)
    if content is form.content:
        return
    if content is Content.ENCRYPTED_OFFICE and form.content is Content.ZIP:
        raise UnreadableDocumentError(f"the {form.name} file is encrypted")
    raise UnreadableDocumentError(f"the file is named like {form.name}, but its content is {content.value}")
