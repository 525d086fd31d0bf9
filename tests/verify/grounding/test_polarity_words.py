import pytest

from verify.grounding.polarity_words import are_on_one_side, are_opposite, are_other_frequencies
from verify.grounding.words import stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("allowed", "prohibited"),
        ("permits", "forbids"),
        ("admitted", "denied"),
        ("suitable", "unsuitable"),
        ("legible", "illegible"),
        ("minimum", "maximum"),
    ],
)
def test_opposites_are_found_in_any_inflection(one: str, other: str) -> None:
    assert are_opposite(stem(one), stem(other))
    assert are_opposite(stem(other), stem(one))


@pytest.mark.parametrize(
    ("one", "other"), [("allowed", "allows"), ("close", "disclose"), ("form", "inform"), ("open", "blue")]
)
def test_other_words_are_none(one: str, other: str) -> None:
    assert not are_opposite(stem(one), stem(other))


def test_words_of_one_side_say_the_same() -> None:
    assert are_on_one_side(stem("allowed"), stem("permitted"))
    assert not are_on_one_side(stem("allowed"), stem("forbidden"))


def test_two_frequencies_exclude_each_other() -> None:
    assert are_other_frequencies("daily", "monthly")
    assert not are_other_frequencies("yearly", "annually")
    assert not are_other_frequencies("daily", "day")
