"""Reads what a value is counted by: "$10 per month", "600 calls a minute", "a weekly fee of $5"."""

import re
from fractions import Fraction

from verify.grounding.conversions import MONTH_SECONDS

# Period, with its length in seconds; a year has twelve months exactly, so that yearly and monthly compare.
_PERIODS: dict[str, int] = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": MONTH_SECONDS,
    "quarter": 3 * MONTH_SECONDS, "year": 12 * MONTH_SECONDS,
}  # fmt: skip
_ADVERBS = {
    "hourly": "hour", "daily": "day", "nightly": "day", "weekly": "week", "monthly": "month",
    "quarterly": "quarter", "yearly": "year", "annually": "year", "annual": "year", "annum": "year",
    "night": "day",
}  # fmt: skip
_PERIOD = rf"({'|'.join([*_PERIODS, 'night', 'annum'])})\b"
_ADVERB = r"(hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually)\b"
# Up to three words may name what is counted: "600 API calls per minute".
_AFTER = re.compile(
    rf"(?:\s(?!(?:and|or|to|than|of|in|on|at|after|before|until)\b)[a-z-]+){{0,3}}?\s?(?:(?:/|\bper\b|\beach\b|\bevery\b|(?<=\s)an?\b)\s?{_PERIOD}|(?<=\s){_ADVERB})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(hourly|daily|weekly|monthly|quarterly|yearly|annual)(?:\s[a-z-]+){1,2}?(?:\s(?:of|is|was|at))?\s$",
    re.IGNORECASE,
)
_LOOK_BACK = 40
_LOOK_AHEAD = 50


def find_period(text: str, start: int, end: int) -> str | None:
    """Return the period to which a value at these offsets refers; None when the text names none."""
    found = _AFTER.match(text, end, end + _LOOK_AHEAD)
    if found is None:
        found = _BEFORE.search(text[max(0, start - _LOOK_BACK) : start])
    if found is None:
        return None
    word = next(group for group in found.groups() if group).lower()
    return _ADVERBS.get(word, word)


def end_of_period(text: str, end: int) -> int:
    """Return where the value with its period ends."""
    found = _AFTER.match(text, end, end + _LOOK_AHEAD)
    return found.end() if found else end


def seconds_of(period: str) -> Fraction:
    return Fraction(_PERIODS[period])
