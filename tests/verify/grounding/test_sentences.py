import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.grounding.sentences import split_into_sentences


def texts_of(text: str) -> list[str]:
    return [text[start:end] for start, end in split_into_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Use cards, e.g. Visa. Pay now.", ["Use cards, e.g. Visa.", "Pay now."]),
        ("Use cards, i.e. Visa. Pay now.", ["Use cards, i.e. Visa.", "Pay now."]),
        ("Ask Dr. Smith of Acme Inc. about it.", ["Ask Dr. Smith of Acme Inc. about it."]),
        ("See No. 5 for more. Then go.", ["See No. 5 for more.", "Then go."]),
        ("It takes approx. 5 days.", ["It takes approx. 5 days."]),
        ("It costs 5.50 now. Pay.", ["It costs 5.50 now.", "Pay."]),
        ("Version 2.3.1 is out. Install it.", ["Version 2.3.1 is out.", "Install it."]),
        ("See https://a.example/b.c. Then go.", ["See https://a.example/b.c.", "Then go."]),
        ("Mail a.b@c.example. Then go.", ["Mail a.b@c.example.", "Then go."]),
        ("Wait... it comes. Now.", ["Wait... it comes.", "Now."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("(It works.) It does.", ["(It works.)", "It does."]),
        ("It is so. [1] It is new [2, 3].", ["It is so. [1]", "It is new [2, 3]."]),
        ("J. Smith wrote it. Read it.", ["J. Smith wrote it.", "Read it."]),
        ("- one\n- two\n", ["one", "two"]),
        ("1. Open it.\n2. Close it.", ["Open it.", "Close it."]),
        ("| Plan | Price |\n|---|---|\n| Basic | $30 |", ["Plan | Price", "Basic | $30"]),
        ("# Refunds\nThey are paid.", ["Refunds", "They are paid."]),
        ("So:\n```\na. B\nc\n```\nDone.", ["So:", "```\na. B\nc\n```", "Done."]),
        ("It is new.This is old.", ["It is new.", "This is old."]),
        ("Phone: 12\nMail: x", ["Phone: 12", "Mail: x"]),
        (
            "A line that is wrapped because it is rather long goes\nOn here.",
            ["A line that is wrapped because it is rather long goes\nOn here."],
        ),
        ("first part\nsecond part.", ["first part\nsecond part."]),
        ("One paragraph\n\nand another", ["One paragraph", "and another"]),
    ],
)
def test_splits_at_the_sentences(text: str, expected: list[str]) -> None:
    assert texts_of(text) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aB1 .!?\n-*#|`[]\"'éß", max_size=120))
def test_spans_are_in_order_disjoint_and_trimmed(text: str) -> None:
    spans = split_into_sentences(text)

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize("piece", ["a", ". ", "[1", "- x\n", "```\n", "A. b ", "1.1", '"'])
def test_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    split_into_sentences(piece * (100_000 // len(piece)))

    assert time.perf_counter() - began < 3
