import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.epub import load_epub
from tests.ingest.docx_files import zip_bytes
from tests.ingest.office_files import BOMB

CONTAINER = b'<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
PACKAGE = b"""<package xmlns:dc="dc"><metadata><dc:title>Field guide</dc:title><dc:creator>Ada</dc:creator>
<dc:creator>Grace</dc:creator><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-03-14T09:30:00Z</meta></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="text/b%20.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>
<item id="s" href="style.css" media-type="text/css"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="gone"/></spine></package>"""
PARTS = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": b"<nav>Contents</nav>",
    "OEBPS/text/a.xhtml": b"<?xml version='1.0'?><html><body><h1>Birds</h1><p>They fly.</p></body></html>",
    "OEBPS/text/b .xhtml": "<html><body><h1>Fish</h1><p>They swim – mostly.</p></body></html>".encode(),
    "OEBPS/style.css": b"p {}",
}


def with_part(name: str, data: bytes) -> bytes:
    return zip_bytes({**PARTS, name: data})


def test_chapters_follow_the_spine_and_headings_make_sections() -> None:
    document = load_epub(zip_bytes(PARTS), name="a.epub")
    assert document.text == "Birds\n\nThey fly.\n\nFish\n\nThey swim – mostly."
    assert [one.headings for one in document.sections] == [("Birds",), ("Fish",)]


def test_the_package_tells_title_authors_language_and_change() -> None:
    document = load_epub(zip_bytes(PARTS), name="a.epub")
    assert document.title == "Field guide"
    assert document.metadata == {
        "language": "en",
        "author": "Ada, Grace",
        "modified": "2026-03-14T09:30:00+00:00",
    }


@pytest.mark.parametrize("title", [b"", b"Untitled document"])
def test_the_file_name_is_the_last_resort_for_a_title(title: bytes) -> None:
    data = with_part("OEBPS/book.opf", PACKAGE.replace(b"Field guide", title))
    assert load_epub(data, name="shelf/guide.epub").title == "guide"


def test_without_a_spine_the_chapters_come_as_they_are_listed() -> None:
    data = with_part("OEBPS/book.opf", PACKAGE.replace(b"itemref", b"nothing"))
    assert load_epub(data, name="a.epub").text.startswith("Fish")


def test_a_path_that_leaves_the_archive_names_nothing() -> None:
    package = PACKAGE.replace(b"text/a.xhtml", b"../../../../etc/passwd")
    assert load_epub(with_part("OEBPS/book.opf", package), name="a.epub").text.startswith("Fish")


CHAPTER = b"<html><body><p>Safe &i; &secret; words</p></body></html>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("OEBPS/book.opf", PACKAGE.replace(b"Field guide", b"&i;&secret;")),
        ("OEBPS/text/a.xhtml", CHAPTER),
        ("META-INF/container.xml", CONTAINER.replace(b"OEBPS", b"&i;&secret;")),
    ],
)
def test_entities_are_not_expanded(name: str, content: bytes) -> None:
    try:
        document = load_epub(with_part(name, BOMB + content), name="a.epub")
    except UnreadableDocumentError:
        return
    assert "ha ha ha ha ha ha ha ha ha ha ha" not in document.title + document.text
    assert "root:" not in document.title + document.text


ENCRYPTION = b'<e><EncryptedData><CipherData><CipherReference URI="%s"/></CipherData></EncryptedData></e>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bytes({"readme.txt": b"x"}), "a ZIP archive, not an e-book"),
        (with_part("META-INF/container.xml", b"<container/>"), "its list of chapters is missing"),
        (with_part("META-INF/container.xml", b""), "its XML cannot be parsed"),
        (with_part("OEBPS/book.opf", b"<package/>"), "no text was found"),
        (
            with_part("META-INF/encryption.xml", ENCRYPTION % b"OEBPS/text/a.xhtml"),
            "protected against copying",
        ),
        (zip_bytes(PARTS)[:-40], "cannot be opened"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_epub(data, name="a.epub")


def test_encrypted_fonts_do_not_matter() -> None:
    data = with_part("META-INF/encryption.xml", ENCRYPTION % b"OEBPS/font.otf")
    assert load_epub(data, name="a.epub").text.startswith("Birds")


@given(st.sampled_from(sorted(PARTS)), st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_a_damaged_part_gives_a_document_or_a_reason(name: str, content: bytes) -> None:
    try:
        assert load_epub(with_part(name, content), name="a.epub").text.strip()
    except UnreadableDocumentError:
        assert name
