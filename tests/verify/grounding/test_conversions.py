from fractions import Fraction

import pytest

from verify.grounding.conversions import are_equal_converted, measure_the_same


@pytest.mark.parametrize(
    ("one", "unit", "other", "other_unit", "expected"),
    [
        ("26.2", "mile", "42000", "metre", True),
        ("300", "mile", "300000", "metre", False),
        ("100000", "gram", "220", "pound", True),
        ("100", "degree c", "212", "degree f", True),
        ("220", "degree c", "220", "degree f", False),
        ("0", "degree c", "33", "degree f", True),
        ("2", "hectare", "20000", "square meter", True),
        ("50", "mph", "80", "km/h", True),
        ("1", "gallon", "3.8", "litre", True),
        ("3", "month", "7776000", "second", True),
        ("1", "month", "2419200", "second", False),
        ("5", "metre", "5", "metre", False),
        ("5", "metre", "5", "gram", False),
    ],
)
def test_compares_values_of_different_units(
    one: str, unit: str, other: str, other_unit: str, *, expected: bool
) -> None:
    equal = are_equal_converted(Fraction(one), unit, other=Fraction(other), other_unit=other_unit)

    assert equal is expected


def test_a_unit_measures_the_same_as_itself_even_when_unknown() -> None:
    assert measure_the_same("seat", "seat")
    assert not measure_the_same("seat", "metre")
