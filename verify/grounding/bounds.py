"""Reads whether a value is a lower or an upper bound: "at least 3", "up to 25 GB", "21 or older"."""

import re
from enum import StrEnum

from verify.grounding.verdict import Span

_LOWER_BEFORE = re.compile(
    r"\b(?:at (?:the )?(?:very )?least|not? (?:fewer|less|shorter|lower|smaller) than"
    r"|a minimum of|minimum(?: of)?|more than|over|greater than|longer than|older than|higher than"
    r"|larger than|above|exceeds?|exceeding|upwards of)"
    r"\s$",
    re.IGNORECASE,
)
_UPPER_BEFORE = re.compile(
    r"\b(?:at (?:the )?(?:very )?most|not? (?:more|longer|later|older|higher|larger|greater) than|up to"
    r"|a maximum of|maximum(?: of)?|(?<!no )(?<!not )(?:less|fewer) than|shorter than|younger than"
    r"|lower than|smaller than|below|under|within"
    r"|not exceed(?:ing)?|n['’]t exceed|never exceeds?|cannot exceed"
    r"|limited to|capped at)\s$",
    re.IGNORECASE,
)
_LOWER_AFTER = re.compile(
    r"(?:\s[a-z]+)?\s(?:or|and) (?:more|older|longer|above|over|higher|greater)\b|\sat (?:the )?least\b"
    r"|\s(?:\w+\s)?minimum\b",
    re.IGNORECASE,
)
_UPPER_AFTER = re.compile(
    r"(?:\s[a-z]+)?\s(?:or|and) (?:less|fewer|younger|shorter|below|under|lower)\b"
    r"|\sat (?:the )?(?:most|latest)\b|\s(?:\w+\s)?maximum\b",
    re.IGNORECASE,
)
_LOOK_BACK = 30
_LOOK_AHEAD = 30


class Bound(StrEnum):
    LOWER = "lower"
    UPPER = "upper"


def find_bound(text: str, start: int, end: int) -> Bound | None:
    """Return how the value at these offsets is bounded; an upper bound first, since "no more than" is one."""
    before, after = text[max(0, start - _LOOK_BACK) : start], text[end : end + _LOOK_AHEAD]
    if _UPPER_BEFORE.search(before) or _UPPER_AFTER.match(after):
        return Bound.UPPER
    if _LOWER_BEFORE.search(before) or _LOWER_AFTER.match(after):
        return Bound.LOWER
    return None


def span_with_bound(text: str, start: int, end: int) -> Span:
    """Return the span of a value with the words that bound it."""
    offset = max(0, start - _LOOK_BACK)
    before = _UPPER_BEFORE.search(text[offset:start]) or _LOWER_BEFORE.search(text[offset:start])
    after = _UPPER_AFTER.match(text, end) or _LOWER_AFTER.match(text, end)
    return offset + before.start() if before else start, after.end() if after else end
