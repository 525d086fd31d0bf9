import io
import zipfile

import pytest
from docx.document import Document as DocxDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.docx import load_docx
from tests.ingest.docx_files import docx_bytes, zip_bytes


def write_policy(document: DocxDocument) -> None:
    document.add_heading("Refunds", 1)
    document.add_paragraph("In full within 30 days.")
    document.add_heading("Kiosks", 2)
    document.add_paragraph("Returned kiosks cost 10 percent.")


POLICY = docx_bytes(write_policy)


def test_headings_make_sections() -> None:
    document = load_docx(POLICY, name="a.docx")
    assert document.text.startswith("Refunds\n\nIn full within 30 days.\n\nKiosks\n\n")
    assert [section.headings for section in document.sections] == [(), ("Kiosks",)]


@pytest.mark.parametrize(
    ("declared", "title"), [("Refund policy", "Refund policy"), ("", "Refunds"), ("Word Document", "Refunds")]
)
def test_the_title_is_declared_or_the_headline(declared: str, title: str) -> None:
    assert load_docx(docx_bytes(write_policy, title=declared), name="a.docx").title == title


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert load_docx(docx_bytes(lambda document: document.add_paragraph("x")), name="b/a.docx").title == "a"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bytes({"readme.txt": b"x"}), "a ZIP archive, not a Word document"),
        (zip_bytes({"[Content_Types].xml": b"<broken"}), "damaged or of another kind"),
        (POLICY[: len(POLICY) // 2], "cannot be opened"),
        (docx_bytes(DocxDocument.add_paragraph), "no text was found"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_docx(data, name="a.docx")


def test_entities_are_not_expanded() -> None:
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    parts = {entry: zipfile.ZipFile(io.BytesIO(POLICY)).read(entry) for entry in _names(POLICY)}
    body = parts["word/document.xml"].replace(b"In full", b"In &e; full")
    parts["word/document.xml"] = body.replace(b"?>", b"?>" + entity, 1)
    assert "root:" not in load_docx(zip_bytes(parts), name="a.docx").text


def _names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


@given(st.integers(0, len(POLICY) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_gives_a_document_or_a_reason(at: int, junk: bytes) -> None:
    try:
        assert load_docx(POLICY[:at] + junk + POLICY[at + len(junk) :], name="a.docx").text.strip()
    except UnreadableDocumentError:
        assert junk


@given(st.sampled_from(_names(POLICY)), st.binary(max_size=200) | st.just(b"<a xmlns='x'/>"))
@settings(max_examples=60, deadline=None)
def test_a_damaged_part_gives_a_document_or_a_reason(name: str, content: bytes) -> None:
    archive = zipfile.ZipFile(io.BytesIO(POLICY))
    parts = {entry: archive.read(entry) for entry in archive.namelist()}
    try:
        assert load_docx(zip_bytes({**parts, name: content}), name="a.docx").text.strip()
    except UnreadableDocumentError:
        assert name
