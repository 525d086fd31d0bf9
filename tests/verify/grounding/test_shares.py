from fractions import Fraction

import pytest

from verify.grounding.shares import read_share


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("half", 50),
        ("a third", Fraction(100, 3)),
        ("two thirds", Fraction(200, 3)),
        ("three-quarters", 75),
        ("one in five", 20),
        ("9 out of 10", 90),
        ("three out of every four", 75),
        ("one in zero", None),
        ("25 %", None),
        ("25 percent", None),
    ],
)
def test_reads_a_share_in_percent(text: str, percent: int | Fraction | None) -> None:
    assert read_share(text) == percent
