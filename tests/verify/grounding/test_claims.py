from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.grounding.claims import split_into_claims


def test_separates_claims_from_what_asserts_nothing() -> None:
    answer = "Hello! The plan costs $30. [1] Refunds take five days. Let me know if you have questions!"

    split = split_into_claims(answer)

    assert [answer[slice(*span)] for span in split.claims] == [
        "The plan costs $30. [1]",
        "Refunds take five days.",
    ]
    assert [answer[slice(*span)] for span in split.non_claims] == [
        "Hello!",
        "Let me know if you have questions!",
    ]


def test_a_long_sentence_stays_one_claim() -> None:
    answer = "The plan includes " + ", ".join(["seats"] * 200) + "."

    assert split_into_claims(answer).claims == ((0, len(answer)),)


@pytest.mark.parametrize(
    "answer", ["# Refunds\nThey are free.", "Refunds:\nThey are free.", "**Refunds**\nThey are free."]
)
def test_a_bare_heading_is_no_claim(answer: str) -> None:
    split = split_into_claims(answer)

    assert [answer[slice(*span)] for span in split.claims] == ["They are free."]


@pytest.mark.parametrize("answer", ["# Refunds are free", "# Refunds in 30 days", "**It costs nothing**"])
def test_a_heading_that_says_something_is_a_claim(answer: str) -> None:
    assert len(split_into_claims(answer).claims) == 1


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aB1 .!?\n-*#|`[]\"'éß", max_size=120))
def test_every_letter_is_in_exactly_one_span_or_a_list_marker(text: str) -> None:
    split = split_into_claims(text)
    spans = sorted(split.claims + split.non_claims)

    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    covered = {position for start, end in spans for position in range(start, end)}
    assert all(position in covered for position, sign in enumerate(text) if sign in "Béß")
