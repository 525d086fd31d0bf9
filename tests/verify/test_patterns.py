import time

import pytest

from verify.entity import EntityLabel as E
from verify.patterns import find_pattern_entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it costs $30 a month", [(E.MONEY, "$30")]),
        ("from $10-20 or 30 USD", [(E.MONEY, "$10-20"), (E.MONEY, "30 USD")]),
        ("thirty dollars", [(E.MONEY, "thirty dollars")]),
        ("between 10 and 20 percent", [(E.PERCENT, "10 and 20 percent")]),
        ("within 24 hours", [(E.DURATION, "24 hours")]),
        ("a 30-day trial", [(E.DURATION, "30-day")]),
        ("within a week", [(E.DURATION, "a week")]),
        ("5 working days", [(E.DURATION, "5 working days")]),
        ("1,200.50 km", [(E.QUANTITY, "1,200.50 km")]),
        ("up to 25GB", [(E.QUANTITY, "25GB")]),
        ("at 40 °C", [(E.QUANTITY, "40 °C")]),
        ("on 1 March 2026", [(E.DATE, "1 March 2026")]),
        ("on March 1, 2026", [(E.DATE, "March 1, 2026")]),
        ("on 2026-03-01", [(E.DATE, "2026-03-01")]),
        ("in the 1990s", [(E.DATE, "1990s")]),
        ("since 2014.", [(E.DATE, "2014")]),
        ("on Mondays", [(E.DATE, "Mondays")]),
        ("you may march", []),
        ("at 9:30 am", [(E.TIME, "9:30 am")]),
        ("at noon", [(E.TIME, "noon")]),
        ("version 8.3", [(E.VERSION, "version 8.3")]),
        ("v2.3.1-beta2", [(E.VERSION, "v2.3.1-beta2")]),
        ("the KX-200 uses AES-256", [(E.PRODUCT_CODE, "KX-200"), (E.PRODUCT_CODE, "AES-256")]),
        ("set user_id", [(E.PRODUCT_CODE, "user_id")]),
        ("mail a.b@c.example.", [(E.EMAIL, "a.b@c.example")]),
        ("see https://a.example/b?c=1.", [(E.URL, "https://a.example/b?c=1")]),
        ("see docs.larkfield.example/x", [(E.URL, "docs.larkfield.example/x")]),
        ("call +44 20 7946 0958", [(E.PHONE, "+44 20 7946 0958")]),
        ("call (510) 889-8690", [(E.PHONE, "(510) 889-8690")]),
        ("the 3rd time", [(E.ORDINAL, "3rd")]),
        ("one hundred and five users", [(E.CARDINAL, "one hundred and five")]),
        ("10,000 users", [(E.CARDINAL, "10,000")]),
        ("someone often", []),
        ("three quarters of them", [(E.PERCENT, "three quarters")]),
        ("half the board", [(E.PERCENT, "half")]),
        ("one in five adults", [(E.PERCENT, "one in five")]),
        ("the last three quarters", [(E.DURATION, "three quarters")]),
        ("a quarter of an hour", [(E.DURATION, "a quarter of an hour")]),
        ("half a year", [(E.DURATION, "half a year")]),
        ("one and a half hours", [(E.DURATION, "one and a half hours")]),
        ("30 seconds to a minute", [(E.DURATION, "30 seconds"), (E.DURATION, "a minute")]),
        ("at 80 km/h", [(E.QUANTITY, "80 km/h")]),
        ("50 miles per hour", [(E.QUANTITY, "50 miles per hour")]),
        ("the twenty-first time", [(E.ORDINAL, "twenty-first")]),
        ("1⁄4 inch", [(E.QUANTITY, "1⁄4 inch")]),
        ("1-1/2 cups", [(E.QUANTITY, "1-1/2 cups")]),
    ],
)
def test_finds_what_has_a_written_form(text: str, expected: list[tuple[E, str]]) -> None:
    assert [(entity.label, entity.text) for entity in find_pattern_entities(text)] == expected


@pytest.mark.parametrize(
    "piece", ["1", "1,", "a.", "1-", "one ", "A-", "(1", "+1 ", "a@", "$1 to ", "1 1/", "x_"]
)
def test_takes_linear_time(piece: str) -> None:
    began = time.perf_counter()
    list(find_pattern_entities(piece * (20_000 // len(piece))))

    assert time.perf_counter() - began < 3
