import pytest

from verify.grounding.rates import end_of_period, find_period, seconds_of


@pytest.mark.parametrize(
    ("text", "value", "period"),
    [
        ("It costs $10 per month.", "$10", "month"),
        ("It costs $10 a week.", "$10", "week"),
        ("It costs $10/year.", "$10", "year"),
        ("It costs $10 annually.", "$10", "year"),
        ("They pay $10 each quarter.", "$10", "quarter"),
        ("It takes 600 API calls per minute.", "600", "minute"),
        ("There is a weekly fee of $10.", "$10", "week"),
        ("The annual fee is $10.", "$10", "year"),
        ("It costs $10 per user.", "$10", None),
        ("It costs $10 and a day later $5.", "$10", None),
        ("It costs $10.", "$10", None),
    ],
)
def test_finds_the_period_of_a_value(text: str, value: str, period: str | None) -> None:
    start = text.index(value)

    assert find_period(text, start, start + len(value)) == period


def test_a_value_ends_with_its_period() -> None:
    assert end_of_period("$10 per month", 3) == len("$10 per month")
    assert end_of_period("$10 in all", 3) == 3


def test_a_year_has_twelve_months() -> None:
    assert seconds_of("year") == 12 * seconds_of("month") == 4 * seconds_of("quarter")
