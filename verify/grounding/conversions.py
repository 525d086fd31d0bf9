"""Brings values of different units together where they measure the same: miles and kilometres, °F and °C.

`units.py` gives the units in which values compare exactly; a value converted here was rounded by whoever
wrote it, so it compares within a tolerance only.
"""

from dataclasses import dataclass
from fractions import Fraction

from verify.grounding.thresholds import CONVERTED, CONVERTED_DEGREES

_FAHRENHEIT = Fraction(5, 9)
# A month is a twelfth of the mean year of 365.2425 days.
MONTH_SECONDS = 2_629_746


@dataclass(frozen=True, slots=True)
class _Scale:
    """Value in the dimension's own unit = factor × value + offset."""

    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


def _scales(dimension: str, **factors: str | int) -> dict[str, _Scale]:
    return {unit.replace("_", " "): _Scale(dimension, Fraction(factor)) for unit, factor in factors.items()}


_SCALES: dict[str, _Scale] = {
    **_scales("time", second=1, month=MONTH_SECONDS),
    **_scales("length", metre=1, inch="0.0254", mile="1609.344"),
    **_scales(
        "mass", gram=1, pound="453.59237", lb="453.59237", ounce="28.3495", stone="6350.29", ton=1_000_000
    ),
    **_scales(
        "volume", litre=1, gallon="3.78541", quart="0.946353", pint="0.473176", cup="0.236588",
        tablespoon="0.0147868", teaspoon="0.00492892",
    ),
    **_scales(
        "area", square_meter=1, square_kilometer=10**6, square_mile=2_589_988, square_feet="0.092903",
        square_foot="0.092903", square_ft="0.092903", square_yard="0.836127", hectare=10_000, acre="4046.86",
    ),
    "mph": _Scale("speed", Fraction("1.609344")),
    "km/h": _Scale("speed", Fraction(1)),
    "degree c": _Scale("temperature", Fraction(1)),
    "degree f": _Scale("temperature", _FAHRENHEIT, -32 * _FAHRENHEIT),
}  # fmt: skip


def measure_the_same(one: str, other: str) -> bool:
    """Whether values of two units can be brought to one: miles and metres, not miles and pounds."""
    if one == other:
        return True
    mine, theirs = _SCALES.get(one), _SCALES.get(other)
    return mine is not None and theirs is not None and mine.dimension == theirs.dimension


def are_equal_converted(one: Fraction, unit: str, *, other: Fraction, other_unit: str) -> bool:
    """Whether two values of different units agree, as far as a rounded conversion can."""
    if unit == other_unit or not measure_the_same(unit, other_unit):
        return False
    mine, theirs = _convert(one, unit), _convert(other, other_unit)
    slack = CONVERTED * max(abs(mine), abs(theirs))
    if _SCALES[unit].dimension == "temperature":
        slack = max(slack, CONVERTED_DEGREES)
    return abs(mine - theirs) <= slack


def _convert(value: Fraction, unit: str) -> Fraction:
    scale = _SCALES[unit]
    return scale.factor * value + scale.offset
