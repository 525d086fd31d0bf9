import docx
import pytest
from docx.document import Document as DocxDocument

from ingest.loaders.docx_styles import Styles


@pytest.mark.parametrize(
    ("style", "level"),
    [("Title", 1), ("Heading 1", 1), ("Heading 3", 3), ("Heading 9", 6), ("Normal", 0), ("List Bullet", 0)],
)
def test_heading_styles_have_levels(style: str, level: int) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("x", style=style)
    assert Styles(document).heading_level(paragraph._p) == level


def markers(document: DocxDocument) -> list[str]:
    styles = Styles(document)
    return [styles.list_marker(paragraph._p) for paragraph in document.paragraphs]


def test_list_items_get_markers_and_numbers() -> None:
    document = docx.Document()
    for style in ("List Bullet", "List Number", "List Number", "Normal", "List Continue"):
        document.add_paragraph("x", style=style)
    assert markers(document) == ["-", "1.", "2.", "", ""]


def test_direct_numbering_follows_the_numbering_part() -> None:
    document = docx.Document()
    numbered = document.part.numbering_part.element.findall(".//{*}num")
    for level in (0, 1, 1, 0):
        properties = document.add_paragraph("x")._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = numbered[0].numId
        properties.get_or_add_ilvl().val = level
    found = markers(document)
    assert [marker.startswith("  ") for marker in found] == [False, True, True, False]


def test_numbers_from_styles_restart_after_other_text() -> None:
    document = docx.Document()
    item = document.add_paragraph("x", style="List Number")._p
    styles = Styles(document)
    assert [styles.list_marker(item), styles.list_marker(item)] == ["1.", "2."]
    styles.restart_numbers()
    assert styles.list_marker(item) == "1."
