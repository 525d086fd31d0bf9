import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableDocumentError
from ingest.loaders.text import join_wrapped_lines, load_text

WRAPPED = [
    "A customer who cancels an annual subscription within 30 days",
    "of the payment gets the full amount back, and a customer who",
    "cancels later does not.",
]


def test_lines_wrapped_at_a_width_are_joined() -> None:
    assert join_wrapped_lines(WRAPPED) == " ".join(WRAPPED)


@pytest.mark.parametrize(
    "lines",
    [
        ["Larkfield Ltd", "1 High Street", "London"],
        ["- " + "a" * 60, "- " + "b" * 60],
        ["x" * 60, "    indented code"],
        ["name        price" + "y" * 40, "team        4.50"],
    ],
)
def test_lines_that_stand_for_themselves_are_kept(lines: list[str]) -> None:
    assert join_wrapped_lines(lines) == "\n".join(lines)


def test_paragraphs_are_divided_at_blank_lines() -> None:
    text = load_text(b"  One.\n \t\n\n\nTwo.\r\n\r\nThree.", name="a.txt").text
    assert text == "One.\n\nTwo.\n\nThree."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Refund policy\n\nText.", "Refund policy"),
        ("This is a sentence.", "notes"),
        ("x" * 81, "notes"),
    ],
)
def test_the_title_is_a_short_first_line_or_the_name(text: str, title: str) -> None:
    assert load_text(text.encode(), name="folder/notes.txt").title == title


@given(st.binary(min_size=1, max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    try:
        assert load_text(data, name="a.txt").text.strip()
    except UnreadableDocumentError:
        assert data


def test_a_first_line_without_a_word_is_no_title() -> None:
    assert load_text(b"{\n  1: x\n}", name="b/a.txt").title == "a"
