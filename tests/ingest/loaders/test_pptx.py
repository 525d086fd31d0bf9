import io
import zipfile

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.pptx import load_pptx
from tests.ingest.docx_files import zip_bytes
from tests.ingest.office_files import bombed, replaced
from tests.ingest.pptx_files import deck_bytes, fill, pptx_bytes

DECK = pptx_bytes(fill("Refunds", "In full.", "Within 30 days."), fill("Kiosks", "Returned kiosks cost 10%."))
SLIDE = "ppt/slides/slide1.xml"


def test_each_slide_is_a_page_under_its_title() -> None:
    document = load_pptx(DECK, name="a.pptx")
    assert document.title == "Refunds"
    assert [(one.page, one.headings) for one in document.sections] == [(1, ()), (2, ("Kiosks",))]
    assert document.text.startswith("Refunds\n\n- In full.\n- Within 30 days.\n\nKiosks\n\nReturned")


def test_the_properties_tell_title_and_author() -> None:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes[0].text_frame.text = "Headline"
    deck.core_properties.title, deck.core_properties.author = "Sales guide", "Ada"
    document = load_pptx(deck_bytes(deck), name="a.pptx")
    assert (document.title, document.metadata["author"]) == ("Sales guide", "Ada")


def test_the_file_name_is_the_last_resort_for_a_title() -> None:
    assert load_pptx(pptx_bytes(fill("", "text")), name="b/a.pptx").title == "a"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zip_bytes({"readme.txt": b"x"}), "a ZIP archive, not a PowerPoint presentation"),
        (zip_bytes({"[Content_Types].xml": b"<broken"}), "damaged or of another kind"),
        (DECK[: len(DECK) // 2], "cannot be opened"),
        (pptx_bytes(), "no text was found"),
    ],
)
def test_other_files_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=reason):
        load_pptx(data, name="a.pptx")


def test_entities_are_not_expanded() -> None:
    try:
        text = load_pptx(bombed(DECK, SLIDE, b"In full"), name="a.pptx").text
    except UnreadableDocumentError:
        text = ""
    assert "ha ha" not in text
    assert "root:" not in text


def test_groups_without_end_give_a_document_or_a_reason() -> None:
    group = b"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>"
    body = zipfile.ZipFile(io.BytesIO(DECK)).read(SLIDE)
    deep = body.replace(b"</p:spTree>", group * 240 + b"</p:grpSp>" * 240 + b"</p:spTree>")
    assert load_pptx(replaced(DECK, SLIDE, deep), name="a.pptx").title == "Refunds"


PARTS = [name for name in zipfile.ZipFile(io.BytesIO(DECK)).namelist() if "Layout" not in name]


@given(st.sampled_from(PARTS), st.binary(max_size=200) | st.just(b"<a xmlns='x'/>"))
@settings(max_examples=60, deadline=None)
def test_a_damaged_part_gives_a_document_or_a_reason(name: str, content: bytes) -> None:
    try:
        assert load_pptx(replaced(DECK, name, content), name="a.pptx").text.strip()
    except UnreadableDocumentError:
        assert name
