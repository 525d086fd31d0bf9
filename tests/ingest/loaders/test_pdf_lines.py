import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.pdf_lines import read_pages
from tests.ingest.pdf_files import PAGE_HEIGHT, Text, lines, pdf_bytes


def test_lines_have_place_size_and_weight() -> None:
    (page,) = read_pages(pdf_bytes([Text("Big", y=700, size=20, bold=True), Text("Small words", y=600)]))
    big, small = page.lines
    assert (page.number, page.height) == (1, PAGE_HEIGHT)
    assert (big.text, big.is_bold, small.text, small.is_bold) == ("Big", True, "Small words", False)
    assert big.height > small.height
    assert big.left == pytest.approx(72, abs=3)


def test_words_far_apart_are_cells() -> None:
    (page,) = read_pages(pdf_bytes([Text("Power use"), Text("9 watts", x=250)]))
    assert [[cell.text for cell in line.cells] for line in page.lines] == [["Power use", "9 watts"]]


@pytest.mark.parametrize("marker", ["•", "1.", "-"])
def test_a_list_marker_is_no_cell(marker: str) -> None:
    (page,) = read_pages(pdf_bytes([Text(marker), Text("First item", x=100)]))
    assert [cell.text for cell in page.lines[0].cells] == [f"{marker} First item"]


def test_a_page_without_text_has_no_lines() -> None:
    assert [len(page.lines) for page in read_pages(pdf_bytes([], lines("First line.", "Second line.")))] == [
        0,
        2,
    ]


def test_junk_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="damaged"):
        read_pages(b"junk")
