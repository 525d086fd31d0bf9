from fractions import Fraction

import pytest

from verify.grounding.bounds import Bound
from verify.grounding.quantities import Quantity, read_quantity
from verify.patterns import find_pattern_entities


def quantity_in(text: str) -> Quantity:
    (entity,) = find_pattern_entities(text)
    quantity = read_quantity(entity, text)
    assert quantity is not None
    return quantity


@pytest.mark.parametrize(
    "writings",
    [
        ["$30", "30 USD", "USD 30.00", "thirty dollars", "US$30", "3000 cents"],
        ["£1,500", "GBP 1500", "1.5 thousand pounds sterling"],
        ["$5m", "$5 million", "5,000,000 dollars"],
        ["25%", "25 percent", "25 per cent", "twenty-five percent", "25 percentage points"],
        ["24 hours", "24h", "1 day", "one day", "1,440 minutes", "24-hour"],
        ["14 days", "two weeks", "a fortnight".replace("a ", "one ")],
        ["12 months", "one year", "4 quarters", "1 yr"],
        ["5 working days", "five business days"],
        ["25 GB", "25 gigabytes", "25,000 MB", "25GB"],
        ["1.2 km", "1200 m", "1,200 metres", "1200 meters"],
        ["400°F", "400 degrees F", "400 degrees Fahrenheit"],
        ["3pm", "15:00", "3:00 p.m."],
        ["noon", "12:00", "12 pm"],
        ["90 minutes", "1.5 hours", "one and a half hours", "1½ h", "1 and 1/2 hours"],
        ["15 minutes", "a quarter of an hour"],
        ["6 months", "half a year"],
        ["50 mph", "50 miles per hour"],
        ["1 Gbit/s", "1,000 Mbit/s"],
    ],
)
def test_two_writings_of_a_value_are_equal(writings: list[str]) -> None:
    assert len({(quantity_in(text).unit, quantity_in(text).values) for text in writings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$30", "£30"),
        ("5 days", "5 working days"),
        ("5 km", "5 miles"),
        ("30 %", "30 days"),
        ("9 am", "9 pm"),
    ],
)
def test_different_values_stay_different(one: str, other: str) -> None:
    mine, theirs = quantity_in(one), quantity_in(other)

    assert (mine.unit, mine.values) != (theirs.unit, theirs.values)


def test_a_bare_count_knows_what_it_counts() -> None:
    assert quantity_in("up to 5 mobile devices now").nouns == ("mobil", "devic")


def test_a_name_is_no_quantity() -> None:
    (entity,) = find_pattern_entities("help@larkfield.example")

    assert read_quantity(entity, "help@larkfield.example") is None


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("three quarters of it", 75),
        ("half of it", 50),
        ("one in five adults", 20),
        ("25 % of it", 25),
    ],
)
def test_a_share_in_words_is_a_percentage(text: str, percent: int) -> None:
    quantity = quantity_in(text)

    assert quantity.unit == "percent"
    assert quantity.values == (Fraction(percent),)


def test_a_value_knows_its_bound_and_its_period() -> None:
    text = "up to $5 per month"
    quantity = quantity_in(text)

    assert (quantity.bound, quantity.period) == (Bound.UPPER, "month")
    assert text[slice(*quantity.phrase)] == text


def test_the_words_after_a_count_leave_out_those_without_content() -> None:
    assert quantity_in("600 on the free tier").nouns == ()
