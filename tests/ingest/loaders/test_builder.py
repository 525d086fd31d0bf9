import pytest

from ingest.document import Section
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, below, build_document, clean_line, clean_text


def test_blocks_are_joined_by_blank_lines_and_headings_open_sections() -> None:
    document = build_document(
        [Block("Guide", 1), Block("Intro."), Block("Refunds", 2), Block("In full.")], title="Guide"
    )
    assert document.text == "Guide\n\nIntro.\n\nRefunds\n\nIn full."
    assert document.sections == (Section(0, 13, ()), Section(15, 32, ("Refunds",)))


def test_the_heading_path_follows_levels_and_leaves_out_the_title() -> None:
    found = [
        Block("Guide", 1),
        Block("A", 2),
        Block("a"),
        Block("B", 3),
        Block("b"),
        Block("C", 2),
        Block("c"),
    ]
    document = build_document(found, title="guide")
    assert [section.headings for section in document.sections] == [("A",), ("A", "B"), ("C",)]


def test_a_heading_without_text_stays_with_the_next_section() -> None:
    document = build_document([Block("A", 1), Block("B", 2), Block("text")], title="T")
    assert document.sections == (Section(0, len("A\n\nB\n\ntext"), ("A", "B")),)


def test_a_page_begins_a_section() -> None:
    document = build_document([Block("H", 1, page=1), Block("a", page=1), Block("b", page=2)], title="T")
    assert [(section.page, section.headings) for section in document.sections] == [(1, ("H",)), (2, ("H",))]


def test_a_heading_at_the_foot_of_a_page_counts_to_the_page_of_its_text() -> None:
    document = build_document([Block("H", 1, page=1), Block("a", page=2)], title="T")
    assert [section.page for section in document.sections] == [2]


def test_nothing_but_space_is_no_document() -> None:
    with pytest.raises(UnreadableDocumentError, match="no text was found"):
        build_document([Block(" \n\x00\ufeff")], title="T")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a  b\tc", "a b c"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x00b\ud800c\x9fd", "abcd"),
        ("re\u00adfund\u200b\ufeff", "refund"),
        ("a\u00a0b\n\n\n c ", "a b\nc"),
    ],
)
def test_clean_text_drops_what_cannot_be_shown(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_preformatted_text_keeps_its_spaces() -> None:
    assert clean_text("\n  if x:\n\n      y  \n", preformatted=True) == "  if x:\n\n      y"


def test_clean_line_makes_one_line() -> None:
    assert clean_line(" a\n b ") == "a b"


def test_rows_of_a_spreadsheet_are_found_again_in_the_text() -> None:
    document = build_document(
        [
            Block("Prices", 1),
            Block("a: 1.\nb: 2.", rows=(4, 6)),
            Block("Costs", 1),
            Block("c: 3.", rows=(9,)),
        ],
        title="T",
    )
    found = [[(document.text[at : at + 5], number) for at, number in one.rows] for one in document.sections]
    assert found == [[("a: 1.", 4), ("b: 2.", 6)], [("c: 3.", 9)]]


def test_what_could_not_be_read_is_noted() -> None:
    assert build_document([Block("x")], title="T", notes=["page 2 is a picture"]).notes == (
        "page 2 is a picture",
    )


def test_headings_of_a_text_inside_another_come_further_down() -> None:
    assert [block.level for block in below(2, [Block("A", 1), Block("a"), Block("B", 5)])] == [3, 0, 6]
