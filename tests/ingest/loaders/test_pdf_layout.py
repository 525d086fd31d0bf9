from ingest.loaders.builder import Block
from ingest.loaders.pdf_layout import layout_blocks
from tests.ingest.loaders.pdf_made import column, line, page


def test_lines_of_a_paragraph_are_joined_and_a_gap_divides() -> None:
    upper = column("A customer who cancels within thirty days", "gets all of it back.")
    lower = column("Later it is less.", top=660)
    blocks = layout_blocks([page(*upper, *lower)])
    assert [block.text for block in blocks] == [
        "A customer who cancels within thirty days gets all of it back.",
        "Later it is less.",
    ]


def test_a_short_last_line_ends_a_paragraph_without_a_gap() -> None:
    found = column(
        "A first sentence that fills the line to its end and",
        "ends.",
        "A new paragraph begins here, it is long too.",
    )
    assert len(layout_blocks([page(*found)])) == 2


def test_list_items_make_one_block() -> None:
    found = column("These are free:", "• one", "• two that is", "continued", "1. three")
    texts = [block.text for block in layout_blocks([page(*found)])]
    assert texts == ["These are free:", "- one\n- two that is continued\n1. three"]


def test_headings_get_their_level_and_page() -> None:
    found = page(line("Refunds", y=740, height=20), *column("Body text that is long enough here."), number=3)
    assert layout_blocks([found])[0] == Block("Refunds", level=1, page=3)


def test_a_sentence_over_a_page_break_stays_whole_on_its_first_page() -> None:
    first, second = page(*column("The amount is paid")), page(*column("within 5 days."), number=2)
    assert layout_blocks([first, second]) == [Block("The amount is paid within 5 days.", page=1)]


def test_a_new_sentence_on_the_next_page_is_its_own_block() -> None:
    first, second = page(*column("It is paid.")), page(*column("Then we wait."), number=2)
    assert [block.page for block in layout_blocks([first, second])] == [1, 2]


def test_tables_stand_between_paragraphs() -> None:
    table = [line("Power", "9 watts", y=660), line("Noise", "none", y=642)]
    found = page(*column("These are measured values of ours."), *table, *column("More text.", top=600))
    texts = [block.text for block in layout_blocks([found])]
    assert texts == ["These are measured values of ours.", "Power: 9 watts.\nNoise: none.", "More text."]
