from fractions import Fraction

import pytest

from verify.grounding.numerals import read_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("5", [5]),
        ("1,200.50", [Fraction("1200.5")]),
        ("twenty-five", [25]),
        ("one hundred and five", [105]),
        ("two thousand five hundred", [2500]),
        ("3.5 million", [3_500_000]),
        ("10-20", [10, 20]),
        ("two to three", [2, 3]),
        ("1/4", [Fraction(1, 4)]),
        ("1 1/2", [Fraction(3, 2)]),
        ("2½", [Fraction(5, 2)]),
        ("a dozen", [12]),
        ("third", [3]),
        ("3rd", [3]),
        ("twenty-third", [23]),
        ("thirtieth", [30]),
        ("one and a half", [Fraction(3, 2)]),
        ("1 and 1/2", [Fraction(3, 2)]),
        ("half an", [Fraction(1, 2)]),
        ("three quarters of an", [Fraction(3, 4)]),
        ("-5", [-5]),
        ("1/0", [1]),
        ("nothing here", []),
    ],
)
def test_reads_the_numbers_of_a_text(text: str, numbers: list[int | Fraction]) -> None:
    assert list(read_numbers(text)) == numbers
