import pytest

from ingest.loaders.pdf_lines import Page
from ingest.loaders.pdf_margins import drop_running_lines
from tests.ingest.loaders.pdf_made import line, page


def texts(pages: list[Page]) -> list[list[str]]:
    return [[one.text for one in found.lines] for found in pages]


def test_lines_that_differ_only_in_their_number_are_running_lines() -> None:
    pages = [page(line(f"Chapter {at}", y=770), line("Same text"), number=at) for at in (1, 2)]
    assert texts(drop_running_lines(pages)) == [["Same text"], ["Same text"]]


def test_running_titles_of_left_and_right_pages_are_both_removed() -> None:
    pages = [page(line("Left" if at % 2 else "Right", y=770), line("x"), number=at) for at in range(6)]
    assert texts(drop_running_lines(pages)) == [["x"]] * 6


@pytest.mark.parametrize("number", ["7", "Page 7", "- 7 -", "7 of 9", "Seite 7 von 9"])
def test_page_numbers_go_even_from_a_single_page(number: str) -> None:
    assert texts(drop_running_lines([page(line("Text"), line(number, y=30))])) == [["Text"]]


def test_a_line_at_the_top_of_one_page_stays() -> None:
    pages = [page(line("Title", y=770)), page(line("Other", y=770), number=2)]
    assert texts(drop_running_lines(pages)) == [["Title"], ["Other"]]


def test_copies_of_one_page_are_not_emptied() -> None:
    pages = [page(line("All there is", y=770), number=at) for at in (1, 2)]
    assert texts(drop_running_lines(pages)) == [["All there is"]] * 2
