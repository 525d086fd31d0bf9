import pytest

from verify.grounding.bounds import Bound, find_bound, span_with_bound


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 5", Bound.LOWER),
        ("a minimum of 5", Bound.LOWER),
        ("more than 5", Bound.LOWER),
        ("no fewer than 5", Bound.LOWER),
        ("5 or more", Bound.LOWER),
        ("5 years or older", Bound.LOWER),
        ("at most 5", Bound.UPPER),
        ("up to 5", Bound.UPPER),
        ("no more than 5", Bound.UPPER),
        ("must not exceed 5", Bound.UPPER),
        ("less than 5", Bound.UPPER),
        ("5 at the latest", Bound.UPPER),
        ("within 5", Bound.UPPER),
        ("5 or six", None),
        ("exactly 5", None),
    ],
)
def test_reads_the_side_from_which_a_value_is_bounded(text: str, bound: Bound | None) -> None:
    start = text.index("5")

    assert find_bound(text, start, start + 1) is bound


def test_quotes_a_value_with_its_bound() -> None:
    text = "It takes at least 5 votes, or 5 or more voices."

    assert text[slice(*span_with_bound(text, 18, 19))] == "at least 5"
    assert text[slice(*span_with_bound(text, 30, 31))] == "5 or more"
