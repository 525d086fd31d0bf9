"""Reads amounts, shares, durations, measures and counts into comparable values: "two weeks" is 14 days."""

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import takewhile

from verify.entity import Entity, EntityLabel
from verify.grounding.bounds import Bound, find_bound, span_with_bound
from verify.grounding.dates import PartialDate, read_dates
from verify.grounding.numerals import read_numbers
from verify.grounding.rates import end_of_period, find_period
from verify.grounding.shares import read_share
from verify.grounding.units import find_unit
from verify.grounding.verdict import Span
from verify.grounding.words import Word, find_words

_NEXT_WORDS = re.compile(r"[\s-]{1,2}([A-Za-z][a-z]+)(?:[\s-]([a-z]+))?")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s?([ap])?", re.IGNORECASE)
VALUE_LABELS = frozenset(
    {
        EntityLabel.MONEY, EntityLabel.PERCENT, EntityLabel.DATE, EntityLabel.TIME, EntityLabel.DURATION,
        EntityLabel.QUANTITY, EntityLabel.CARDINAL, EntityLabel.ORDINAL,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """One written value: `numbers` as written, `values` in the base `unit`; only one unit's values compare.

    `nouns` are the stems of the words after a bare count: "5 users" and "5 days" count different things.
    `phrase` spans the value with what bounds it, what it counts and its period: "at least 5 calls per month".
    """

    label: EntityLabel
    unit: str
    values: tuple[Fraction, ...]
    span: Span
    text: str
    numbers: tuple[Fraction, ...] = ()
    nouns: tuple[str, ...] = ()
    dates: tuple[PartialDate, ...] = ()
    bound: Bound | None = None
    period: str | None = None
    phrase: Span = (0, 0)
    is_share: bool = False


def read_quantity(entity: Entity, text: str) -> Quantity | None:
    """Read the entity of a text; None when it is no value (a name, a code) or cannot be read."""
    span = (entity.start, entity.end)
    if entity.label is EntityLabel.DATE:
        dates = read_dates(entity.text)
        years = tuple(Fraction(date.year) for date in dates[:1] if date.year and date.month is None)
        if not dates:
            return None
        return Quantity(entity.label, "date", years, span, entity.text, years, dates=dates, phrase=span)
    if entity.label is EntityLabel.TIME:
        clock = (_read_clock(entity.text),)
        return Quantity(entity.label, "clock", clock, span, entity.text, phrase=span)
    return _read_value(entity, text) if entity.label in VALUE_LABELS else None


def _read_value(entity: Entity, text: str) -> Quantity | None:
    unit, factor = find_unit(entity.label, entity.text)
    share = read_share(entity.text) if entity.label is EntityLabel.PERCENT else None
    numbers = read_numbers(entity.text) if share is None else (share,)
    if not numbers:
        return None
    counts = entity.label in {EntityLabel.CARDINAL, EntityLabel.ORDINAL}
    nouns = _nouns_after(text, entity.end) if counts else ()
    start, end = span_with_bound(text, entity.start, entity.end)
    return Quantity(
        label=entity.label,
        unit=unit,
        values=tuple(number * factor for number in numbers),
        span=(entity.start, entity.end),
        text=entity.text,
        numbers=numbers,
        nouns=tuple(noun.stem for noun in nouns),
        bound=find_bound(text, entity.start, entity.end),
        period=find_period(text, entity.start, entity.end),
        phrase=(start, max(end, end_of_period(text, entity.end), *(noun.span[1] for noun in nouns[:1]))),
        is_share=share is not None,
    )


def _read_clock(text: str) -> Fraction:
    lowered = text.lower()
    if lowered == "noon":
        return Fraction(720)
    clock = _CLOCK.match(lowered)
    if clock is None:
        return Fraction(0)
    hour, minute, half = int(clock.group(1)), int(clock.group(2) or 0), clock.group(3)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Fraction(60 * hour + minute)


def _nouns_after(text: str, end: int) -> tuple[Word, ...]:
    """Return the content words right after a count, with their places in the text."""
    found = _NEXT_WORDS.match(text, end, end + 60)
    words = takewhile(lambda word: word.is_content, find_words(found.group()) if found else ())
    return tuple(Word(word.stem, word.written, (word.span[0] + end, word.span[1] + end)) for word in words)
