import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from verify.grounding.words import content_stems, find_words, normalised, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("refunds", "refunded"),
        ("Larkfield's", "Larkfield"),
        ("BMIs", "BMI"),
        ("U.S.", "US"),
        ("days’", "day"),
        ("taken", "takes"),
        ("men", "man"),
        ("colour", "color"),
    ],
)
def test_inflected_words_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_content_leaves_out_the_words_that_carry_none() -> None:
    assert content_stems("The plan is not refunded by us") == {"plan", "refund"}


def test_a_capital_letter_within_a_sentence_is_content() -> None:
    assert "a" in content_stems("Choose plan A now")
    assert "a" not in content_stems("A plan")
    assert "may" in content_stems("It ends in May")
    assert "may" not in content_stems("It may end")


def test_words_slice_back() -> None:
    text = "Don't stop: the plan’s 2.5 seats"

    assert [text[slice(*word.span)] for word in find_words(text)] == [
        "Don't",
        "stop",
        "the",
        "plan’s",
        "2.5",
        "seats",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("It costs $30.", "It costs £30."), ("At -5 now", "At 5 now"), ("5 % now", "5 now"), ("Free?", "Free.")],
)
def test_signs_that_change_the_sense_are_kept(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_case_spacing_and_full_stops_are_not() -> None:
    assert normalised("  The plan’s\nfree. ") == normalised("the PLAN's free")


@pytest.fixture
def threads_taking_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("threads_taking_turns_often")
def test_threads_do_not_spoil_each_others_stems() -> None:
    endings = ("ational", "ization", "fulness", "iveness", "ingly", "ements")
    words = ["".join((first, second, end)) for first in "bcdfgl" for second in "aeiou" for end in endings]
    alone = [stem(word) for word in words]
    for _ in range(3):
        # Nothing is remembered, so that every thread works out every stem.
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda _: [stem.__wrapped__(word) for word in words], range(8)))
        assert found == [alone] * 8
