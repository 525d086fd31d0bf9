"""Reads EPUB: the chapters in reading order, each a page of HTML; nothing is unpacked to disk."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line
from ingest.loaders.encoding import decode_text
from ingest.loaders.html import html_blocks, parse_html
from ingest.loaders.limits import MAX_MARKUP_BYTES, MAX_UNZIPPED_XML_BYTES
from ingest.loaders.metadata import join_names, standard_metadata
from ingest.loaders.office_properties import real_title
from ingest.loaders.office_zip import check_office_zip
from ingest.loaders.safe_xml import XmlElement, local_name, parse_xml
from ingest.loaders.text import stem

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)


def load_epub(data: bytes, *, name: str) -> Document:
    """Read the package that the container names, and the chapters that its spine lists.

    Raises:
        UnreadableDocumentError: it is damaged, protected, no e-book, or has too much text or none.
    """
    names = check_office_zip(data)
    if _CONTAINER not in names:
        raise UnreadableDocumentError("the file is a ZIP archive, not an e-book")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = _Book.open(archive)
            blocks = [block for part in book.chapters() for block in book.chapter_blocks(part)]
    except _BROKEN as exc:
        raise UnreadableDocumentError("the e-book is damaged: a part of it cannot be unpacked") from exc
    title = real_title(book.first("title"))
    return build_document(blocks, title=title or stem(name), metadata=book.metadata())


@dataclass(frozen=True, slots=True)
class _Book:
    """The archive, the path of its package file, and what that file says."""

    archive: zipfile.ZipFile
    path: str
    package: XmlElement
    protected: frozenset[str]

    @classmethod
    def open(cls, archive: zipfile.ZipFile) -> "_Book":
        roots = [one for one in parse_xml(archive.read(_CONTAINER)).iter() if local_name(one) == "rootfile"]
        path = unquote(roots[0].get("full-path", "")) if roots else ""
        if path not in archive.namelist():
            raise UnreadableDocumentError("the e-book is damaged: its list of chapters is missing")
        return cls(archive, path, parse_xml(archive.read(path)), frozenset(_protected(archive)))

    def chapters(self) -> list[str]:
        """Paths of the chapters in the order of the spine; without one, in that of the list of files."""
        items = [one for one in self.package.iter() if local_name(one) == "item"]
        pages = {
            one.get("id", ""): self._path_of(one.get("href", ""))
            for one in items
            if one.get("media-type", "") in _PAGES and "nav" not in one.get("properties", "").split()
        }
        order = [one.get("idref", "") for one in self.package.iter() if local_name(one) == "itemref"]
        listed = [pages[key] for key in order if key in pages] or list(pages.values())
        present = set(self.archive.namelist())
        found = [path for path in dict.fromkeys(listed) if path in present]
        if sum(self.archive.getinfo(path).file_size for path in found) > MAX_UNZIPPED_XML_BYTES:
            raise UnreadableDocumentError("the e-book has too much text")
        if any(path in self.protected for path in found):
            raise UnreadableDocumentError("the e-book is protected against copying (DRM)")
        return found

    def chapter_blocks(self, path: str) -> Iterator[Block]:
        data = self.archive.read(path)
        if len(data) > MAX_MARKUP_BYTES:
            raise UnreadableDocumentError(f"a chapter is larger than {MAX_MARKUP_BYTES // 1_000_000} MB")
        soup = parse_html(decode_text(data)) if data.strip() else None
        yield from html_blocks(soup.body or soup) if soup else []

    def first(self, name: str) -> str:
        return next(iter(self._values(name)), "")

    def metadata(self) -> dict[str, str]:
        modified = [
            clean_line(one.text or "")
            for one in self.package.iter()
            if local_name(one) == "meta" and one.get("property", "") == "dcterms:modified"
        ]
        return standard_metadata(
            language=self.first("language"),
            modified=modified[0] if modified else self.first("date"),
            author=join_names(self._values("creator")),
        )

    def _values(self, name: str) -> list[str]:
        texts = (
            clean_line("".join(one.itertext())) for one in self.package.iter() if local_name(one) == name
        )
        return [text for text in texts if text]

    def _path_of(self, address: str) -> str:
        return posixpath.normpath(
            posixpath.join(posixpath.dirname(self.path), unquote(address.partition("#")[0]))
        )


def _protected(archive: zipfile.ZipFile) -> Iterator[str]:
    """Parts that only the shop's reader can open; fonts are often among them in books without protection."""
    if _ENCRYPTION in archive.namelist():
        for one in parse_xml(archive.read(_ENCRYPTION)).iter():
            if local_name(one) == "CipherReference":
                yield unquote(one.get("URI", ""))
