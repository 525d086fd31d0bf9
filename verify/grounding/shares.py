"""Reads shares that are written in words as percentages: "three quarters" is 75, "one in five" is 20."""

import re
from fractions import Fraction

from verify.grounding.numerals import read_numbers

_PARTS = {
    "half": 2, "halve": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_PART = re.compile(rf"(?:(\w+)[\s-])?({'|'.join(_PARTS)})s?", re.IGNORECASE)
_OF_ALL = re.compile(r"(.+?)\s(?:in|out\sof)(?:\severy)?\s(.+)", re.IGNORECASE)


def read_share(text: str) -> Fraction | None:
    """Return the share in percent; None when the text is a percentage already, or no share."""
    if part := _PART.fullmatch(text):
        count = read_numbers(part.group(1)) if part.group(1) else ()
        return Fraction(100, _PARTS[part.group(2).lower()]) * (count[0] if count else 1)
    if of_all := _OF_ALL.fullmatch(text):
        some, whole = read_numbers(of_all.group(1)), read_numbers(of_all.group(2))
        if some and whole and whole[0]:
            return 100 * some[0] / whole[0]
    return None
