import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.registry import FORMATS, find_format, known_suffixes, load_document
from tests.ingest.docx_files import docx_bytes, zip_bytes
from tests.ingest.odt_files import odt_bytes
from tests.ingest.pdf_files import lines, pdf_bytes
from tests.ingest.pptx_files import fill, pptx_bytes
from tests.ingest.xlsx_files import xlsx_bytes

PDF = pdf_bytes(lines("Text in a PDF."))
DOCX = docx_bytes(lambda document: document.add_paragraph("Text in Word."))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("a.md", b"**Text**", "Text"),
        ("A.MARKDOWN", b"**Text**", "Text"),
        ("a.mdx", b"<A>Text</A>", "Text"),
        ("folder.x/a.HTM", b"<p>Text", "Text"),
        ("folder\\a.html", b"<p>Text", "Text"),
        ("a.log", b"Text", "Text"),
        ("a.pdf", PDF, "Text in a PDF."),
        ("a.docx", DOCX, "Text in Word."),
        ("a.rst", b"*Text*", "Text"),
        ("a.rtf", b"{\\rtf1 Text}", "Text"),
        ("a.json", b'{"text": "Text of it"}', "Record 1\n\nText of it"),
        ("a.ndjson", b'"Text"', "Text"),
        ("a.xml", b"<a>Text</a>", "Text"),
        ("a.eml", b"Subject: Text", "Text"),
        ("a.odt", odt_bytes("<text:p>Text</text:p>"), "Text"),
        ("a.xlsm", xlsx_bytes({"S": [["Text"]]}), "S\n\nText."),
        ("a.pptx", pptx_bytes(fill("Text", "a")), "Text\n\na"),
        ("a.tsv", b"Plan\tPrice\nBasic\t$9\n", "Plan: Basic; Price: $9."),
    ],
)
def test_the_suffix_chooses_the_loader(name: str, data: bytes, text: str) -> None:
    assert load_document(data, name=name).text == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xyz", b"x", "unknown file type .xyz (known: .csv .docm .docx .eml"),
        ("a.doc", OLE, "the file is an old Word file: save it as .docx"),
        ("README", b"x", "no file type in the name"),
        ("a.md", b"", "the file is empty"),
        ("a.md", b" \n\t", "no text was found in the file"),
        ("a.txt", PDF, "the file is named like text, but its content is a PDF"),
        ("a.md", DOCX, "named like Markdown, but its content is a ZIP archive"),
        ("a.pdf", b"hello", "the file is named like PDF, but its content is text"),
        ("a.docx", ENCRYPTED, "the DOCX file is encrypted"),
        ("a.docx", OLE, "its content is an old office file"),
        ("a.txt", ENCRYPTED, "its content is an encrypted office file"),
        ("a.docx", zip_bytes({"a": b"x"}), "a ZIP archive, not a Word document"),
        ("a.txt", bytes(range(256)), "the content is binary data, not text"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as refused:
        load_document(data, name=name)
    assert reason in str(refused.value)


def test_a_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="larger than 2 MB"):
        load_document(b"x" * 2_000_001, name="a.txt", max_bytes=2_000_000)


def test_each_suffix_belongs_to_one_format() -> None:
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert sorted(suffixes) == list(known_suffixes())
    assert find_format("a.xyz") is None


@given(st.sampled_from(known_suffixes()), st.binary(max_size=500))
@settings(max_examples=100, deadline=None)
def test_any_bytes_under_any_name_give_a_document_or_a_reason(suffix: str, data: bytes) -> None:
    try:
        assert load_document(data, name=f"a{suffix}").text.strip()
    except UnreadableDocumentError:
        assert suffix
