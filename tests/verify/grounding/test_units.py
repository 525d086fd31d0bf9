from fractions import Fraction

import pytest

from verify.entity import EntityLabel
from verify.grounding.units import find_unit


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        (EntityLabel.MONEY, "$30", ("usd", 1)),
        (EntityLabel.MONEY, "50 cents", ("usd", Fraction(1, 100))),
        (EntityLabel.MONEY, "30 Swiss francs", ("chf", 1)),
        (EntityLabel.MONEY, "A$30", ("aud", 1)),
        (EntityLabel.DURATION, "two weeks", ("second", 604_800)),
        (EntityLabel.DURATION, "3 centuries", ("month", 1200)),
        (EntityLabel.DURATION, "5 business days", ("working day", 1)),
        (EntityLabel.QUANTITY, "6 inches", ("inch", 1)),
        (EntityLabel.QUANTITY, "5 kilometres", ("metre", 1000)),
        (EntityLabel.QUANTITY, "20 degrees Celsius", ("degree c", 1)),
        (EntityLabel.QUANTITY, "20 square feet", ("square feet", 1)),
        (EntityLabel.QUANTITY, "2 cups", ("cup", 1)),
        (EntityLabel.QUANTITY, "80 kilometres per hour", ("km/h", 1)),
        (EntityLabel.QUANTITY, "1 Gbit/s", ("bit/s", 10**9)),
        (EntityLabel.QUANTITY, "20 square metres", ("square meter", 1)),
        (EntityLabel.PERCENT, "5 %", ("percent", 1)),
        (EntityLabel.CARDINAL, "5", ("count", 1)),
    ],
)
def test_finds_the_dimension_and_its_factor(
    label: EntityLabel, text: str, expected: tuple[str, Fraction]
) -> None:
    assert find_unit(label, text) == expected
