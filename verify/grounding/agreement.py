"""Decides of two written values whether one states the other, and whether one could stand in its place."""

from fractions import Fraction

from verify.entity import EntityLabel
from verify.grounding.bounds import Bound
from verify.grounding.conversions import are_equal_converted, measure_the_same
from verify.grounding.quantities import Quantity
from verify.grounding.rates import seconds_of
from verify.grounding.thresholds import CONVERTED, ROUNDING, SAFE_SIDE, SHARE_POINTS

_RIVAL_UNITS = {"working day": frozenset({"second"}), "second": frozenset({"working day"})}
_SAME_UNITS = {
    "pound": frozenset({"pound", "gbp", "lb"}),
    "lb": frozenset({"pound", "lb"}),
    "gbp": frozenset({"gbp", "pound"}),
    "degree": frozenset({"degree", "degree f", "degree c"}),
    "degree f": frozenset({"degree", "degree f"}),
    "degree c": frozenset({"degree", "degree c"}),
}


def find_stating(quantity: Quantity, theirs: tuple[Quantity, ...], *, roughly: bool) -> Quantity | None:
    """Return the evidence's quantity that states this one; the two ends of a range may stand apart."""
    if quantity.dates:
        return next((other for other in theirs if _states_date(quantity, other)), None)
    stating = [
        other
        for value, number in zip(quantity.values, quantity.numbers or quantity.values, strict=True)
        if (other := _find_value(value, number, quantity, theirs, roughly)) is not None
    ]
    return stating[0] if len(stating) == len(quantity.values) else None


def is_turned(mine: Quantity, theirs: Quantity) -> bool:
    """Whether a value is bounded from the other side: "at least 3" for "at most 3"."""
    return {mine.bound, theirs.bound} == {Bound.LOWER, Bound.UPPER}


def converts(mine: Quantity, stated: Quantity) -> bool:
    """Whether a claim only gives a value again in another unit, as in "300 °F (150 °C)"."""
    return len(mine.values) == len(stated.values) > 0 and all(
        are_equal_converted(one, mine.unit, other=other, other_unit=stated.unit)
        for one, other in zip(mine.values, stated.values, strict=True)
    )


def could_replace(mine: Quantity, theirs: Quantity) -> bool:
    """Whether another value could stand in this one's place: the same unit, and for counts the same noun."""
    if mine.dates or theirs.dates:
        return bool(mine.dates and theirs.dates) and all(
            one.disagrees_with(other) for one in mine.dates for other in theirs.dates
        )
    if EntityLabel.MONEY in {mine.label, theirs.label}:
        return mine.label is theirs.label
    if EntityLabel.ORDINAL in {mine.label, theirs.label} and mine.label is not theirs.label:
        return False
    if mine.unit == theirs.unit == "count":
        return _count_the_same(mine, theirs)
    related = units_of(mine.unit) | _RIVAL_UNITS.get(mine.unit, frozenset())
    return theirs.unit in related or measure_the_same(mine.unit, theirs.unit)


def units_of(unit: str) -> frozenset[str]:
    """Return the units that are written like this one: a pound is money or a weight."""
    return _SAME_UNITS.get(unit, frozenset({unit}))


def is_bare(quantity: Quantity) -> bool:
    """Whether a count does not say what it counts, as in "30 or 60 days" and "600 calls here, 60 there"."""
    return quantity.unit == "count" and not quantity.nouns


def states_a_part(mine: Quantity, theirs: Quantity) -> bool:
    """Whether the evidence has one of a claim's values: not all of "6 or 7 years", yet no other one."""
    return mine.unit == theirs.unit and bool(set(mine.values) & set(theirs.values))


def _count_the_same(mine: Quantity, theirs: Quantity) -> bool:
    return bool(set(mine.nouns[:1]) & set(theirs.nouns) or set(theirs.nouns[:1]) & set(mine.nouns))


def _find_value(
    value: Fraction, number: Fraction, quantity: Quantity, theirs: tuple[Quantity, ...], roughly: bool
) -> Quantity | None:
    for other in theirs:
        if _states_value(value, quantity, other, roughly):
            return other
    # "30 or 60 days" and table cells give a number apart from its unit.
    for other in theirs:
        if (is_bare(other) or quantity.unit == "count") and number in other.numbers and not other.is_share:
            return other
    return None


def _states_value(value: Fraction, mine: Quantity, theirs: Quantity, roughly: bool) -> bool:
    if mine.period and theirs.period and mine.period != theirs.period:
        return theirs.unit in units_of(mine.unit) and any(
            _are_equal_rates(value, mine.period, other=other, other_period=theirs.period)
            for other in theirs.values
        )
    if theirs.unit in units_of(mine.unit):
        return any(_is_equal(value, other, mine, theirs, roughly) for other in theirs.values)
    return any(
        are_equal_converted(value, mine.unit, other=other, other_unit=theirs.unit) for other in theirs.values
    )


def _is_equal(value: Fraction, other: Fraction, mine: Quantity, theirs: Quantity, roughly: bool) -> bool:
    if value == other:
        return True
    if mine.is_share != theirs.is_share:
        return abs(value - other) <= SHARE_POINTS
    if roughly:
        return abs(value - other) <= ROUNDING * abs(other)
    if mine.bound is None or theirs.bound is not None or len(theirs.values) > 1:
        return False
    safe = other - value if mine.bound is Bound.LOWER else value - other
    return 0 <= safe <= SAFE_SIDE * abs(other)


def _are_equal_rates(value: Fraction, period: str, *, other: Fraction, other_period: str) -> bool:
    mine, theirs = value / seconds_of(period), other / seconds_of(other_period)
    return abs(mine - theirs) <= CONVERTED * max(abs(mine), abs(theirs))


def _states_date(quantity: Quantity, other: Quantity) -> bool:
    if other.dates:
        return any(mine.is_part_of(theirs) for mine in quantity.dates for theirs in other.dates)
    return bool(quantity.values) and quantity.values[0] in other.numbers
