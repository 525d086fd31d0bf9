import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.grounding.citation_markers import find_references, strip_citation_markers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is so [1].", "It is so."),
        ("It is so. [1, 2]", "It is so."),
        ("It is [doc 3] so.", "It is so."),
        ("It is so (Passage 1).", "It is so."),
        ("It is so (passages 1 and 3).", "It is so."),
        ("It is so (Passage 2, Steps 4-6).", "It is so."),
        ("It is so (Passage 1:4).", "It is so."),
        ("It costs $5 (Passage 1, $5 a month).", "It costs $5 (Passage 1, $5 a month)."),
        ("The year [2026] stays.", "The year [2026] stays."),
        ("An array[x] stays.", "An array[x] stays."),
        ("No marker.", "No marker."),
    ],
)
def test_takes_out_the_markers(text: str, expected: str) -> None:
    assert strip_citation_markers(text).text == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["word", " ", "[1]", "[2, 3]", ".", "[doc 4]", "é"]), max_size=20))
def test_every_kept_character_finds_its_way_back(pieces: list[str]) -> None:
    text = "".join(pieces)
    stripped = strip_citation_markers(text)

    for position, sign in enumerate(stripped.text):
        start, end = stripped.to_original((position, position + 1))
        assert text[start:end] == sign


def test_a_span_across_a_marker_keeps_its_ends() -> None:
    text = "the fee [1] is $20 [2] now"
    stripped = strip_citation_markers(text)
    start = stripped.text.index("fee")

    mapped = stripped.to_original((start, stripped.text.index("$20") + 3))

    assert text[slice(*mapped)] == "fee [1] is $20"


def test_finds_pointers_to_a_source_by_its_number() -> None:
    text = "According to Passage 2, as in sources 1 and 3, it takes 4 days."

    assert [text[slice(*span)] for span in find_references(text)] == ["Passage 2", "sources 1 and 3"]


def test_finds_pointers_by_place_and_by_order() -> None:
    text = "As passage 2, step 4 says, and the third passage, in 1 passage, step by step, 5 people wait."
    found = [text[slice(*span)] for span in find_references(text)]
    assert found == ["passage 2, step 4", "third passage"]


def test_a_document_that_somebody_has_to_send_is_no_pointer() -> None:
    assert find_references("Send the second document and name the first source of income.") == ()
