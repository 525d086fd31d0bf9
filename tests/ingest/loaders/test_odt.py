import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.odt import load_odt
from tests.ingest.docx_files import zip_bytes
from tests.ingest.odt_files import odt_bytes, odt_content
from tests.ingest.office_files import BOMB, parts_of, replaced

BODY = '<text:h text:outline-level="1">Refunds</text:h><text:p>In full.</text:p>'
META = "<dc:title>Policy</dc:title><dc:creator>Ada</dc:creator><dc:date>2026-03-14T09:30:00</dc:date>"
POLICY = odt_bytes(BODY, meta=META)


def test_headings_text_and_properties_are_read() -> None:
    document = load_odt(POLICY, name="a.odt")
    assert document.text == "Refunds\n\nIn full."
    assert document.title == "Policy"
    assert document.metadata == {"author": "Ada", "modified": "2026-03-14T09:30:00"}


@pytest.mark.parametrize(("body", "title"), [(BODY, "Refunds"), ("<text:p>x</text:p>", "a")])
def test_the_title_is_the_headline_or_the_file_name(body: str, title: str) -> None:
    assert load_odt(odt_bytes(body), name="b/a.odt").title == title


OFFICE = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
SHEET = (
    b"<office:d xmlns:office='" + OFFICE + b"'><office:body><office:spreadsheet/></office:body></office:d>"
)
MANIFEST = b"<manifest><encryption-data/></manifest>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bytes({"readme.txt": b"x"}), "a ZIP archive, not an OpenDocument text"),
        (replaced(POLICY, "content.xml", b""), "its XML cannot be parsed"),
        (replaced(POLICY, "content.xml", SHEET), r"holds no text document \(spreadsheet\)"),
        (replaced(POLICY, "META-INF/manifest.xml", MANIFEST), "encrypted"),
        (odt_bytes(""), "no text was found"),
        (odt_bytes("<text:section>" * 200 + "x"), "nested too deeply|no text was found"),
        (POLICY[:-40], "cannot be opened"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_odt(data, name="a.odt")


def test_entities_are_not_expanded() -> None:
    content = BOMB + odt_content("<text:p>Safe &i; &secret; words</text:p>")
    text = load_odt(replaced(POLICY, "content.xml", content), name="a.odt").text
    assert "ha ha" not in text
    assert "root:" not in text


@given(st.sampled_from(sorted(parts_of(POLICY))), st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_a_damaged_part_gives_a_document_or_a_reason(name: str, content: bytes) -> None:
    try:
        assert load_odt(replaced(POLICY, name, content), name="a.odt").text.strip()
    except UnreadableDocumentError:
        assert name
