"""Reads amounts, shares, durations, measures and counts into comparable values: "two weeks" is 14 days."""

import re
from dataclasses import dataclass
from fractions import Fraction

from verify.entity import Entity, EntityLabel
from verify.grounding.dates import PartialDate, read_dates
from verify.grounding.units import find_unit
from verify.grounding.verdict import Span
from verify.grounding.words import stem

_SMALL_TEXT = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_SMALL = _SMALL_TEXT.split()
_TENS_TEXT = """
    twenty thirty forty fifty sixty seventy eighty ninety
"""
_TENS = {word: 10 * (i + 2) for i, word in enumerate(_TENS_TEXT.split())}
_SPELLED = {**{word: i for i, word in enumerate(_SMALL)}, **_TENS, "a": 1, "an": 1}
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "b": 10**9, "trillion": 10**12,
}  # fmt: skip
# After an amount of money a scale, elsewhere a metre or a byte.
_SHORT_SCALES = frozenset({"m", "mn", "b"})
_FRACTIONS = {
    "¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3),
    "⅛": Fraction(1, 8),
}  # fmt: skip
_ORDINALS_TEXT = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
"""
_ORDINALS = {word: i + 1 for i, word in enumerate(_ORDINALS_TEXT.split())}
_NUMBER = re.compile(
    r"(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:/\d+)?|[¼½¾⅓⅔⅛]|[a-z]+", re.IGNORECASE
)
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
    """

    label: EntityLabel
    unit: str
    values: tuple[Fraction, ...]
    span: Span
    text: str
    numbers: tuple[Fraction, ...] = ()
    nouns: tuple[str, ...] = ()
    dates: tuple[PartialDate, ...] = ()


def read_quantity(entity: Entity, text: str) -> Quantity | None:
    """Read the entity of a text; None when it is no value (a name, a code) or cannot be read."""
    span = (entity.start, entity.end)
    if entity.label is EntityLabel.DATE:
        dates = read_dates(entity.text)
        years = tuple(Fraction(date.year) for date in dates[:1] if date.year and date.month is None)
        return Quantity(entity.label, "date", years, span, entity.text, years, dates=dates) if dates else None
    if entity.label is EntityLabel.TIME:
        return Quantity(entity.label, "clock", (_read_clock(entity.text),), span, entity.text)
    if entity.label not in VALUE_LABELS:
        return None
    unit, factor = find_unit(entity.label, entity.text)
    numbers = read_numbers(entity.text)
    if not numbers:
        return None
    values = tuple(number * factor for number in numbers)
    counts = entity.label in {EntityLabel.CARDINAL, EntityLabel.ORDINAL}
    nouns = _nouns_after(text, entity.end) if counts else ()
    return Quantity(entity.label, unit, values, span, entity.text, numbers, nouns)


def read_numbers(text: str) -> tuple[Fraction, ...]:
    """Return the numbers written in a text, in digits or in words: "two to 3.5 thousand" gives 2 and 3500."""
    numbers: list[Fraction] = []
    open_number = _OpenNumber()
    in_money = any(sign in text for sign in "$€£¥₹")
    for match in _NUMBER.finditer(_unglued(text)):
        word = match.group().lower()
        if word in _SHORT_SCALES and not in_money:
            continue
        if open_number.take(word):
            continue
        if (closed := open_number.close()) is not None:
            numbers.append(closed)
        open_number = _OpenNumber()
        open_number.take(word)
    if (closed := open_number.close()) is not None:
        numbers.append(closed)
    return tuple(numbers)


class _OpenNumber:
    """A number being read word by word, as "two", "hundred", "and", "five"."""

    def __init__(self) -> None:
        self._total = Fraction(0)
        self._current: Fraction | None = None

    def take(self, word: str) -> bool:
        """Add a word if it goes on with the number."""
        if word == "and":
            return self._current is not None and self._current % 100 == 0 and self._current > 0
        if word in _FRACTIONS or "/" in word:
            return self._add_fraction(_FRACTIONS.get(word) or _read_digits(word))
        if word[-1].isdigit():
            return self._start(_read_digits(word))
        if word in _ORDINALS:
            return self._start(Fraction(_ORDINALS[word]))
        if word == "half":
            return self._start(Fraction(1, 2))
        if word in _SPELLED:
            return self._add(word)
        return self._scale(word)

    def _start(self, value: Fraction) -> bool:
        if self._current is not None or self._total:
            return False
        self._current = value
        return True

    def _add_fraction(self, value: Fraction) -> bool:
        """Take "1/4", or the second half of "1 1/4"."""
        whole = self._current if self._current is not None else Fraction(0)
        if whole.denominator != 1:
            return False
        self._current = whole + value
        return True

    def _add(self, word: str) -> bool:
        if self._current is None:
            self._current = Fraction(_SPELLED[word])
            return True
        room = self._current % 100 == 0 or (self._current % 100 in range(20, 100, 10) and _SPELLED[word] < 10)
        after_scale = self._current == 0 and self._total > 0
        if not room or word in {"a", "an"} or not (self._current or after_scale):
            return False
        self._current += _SPELLED[word]
        return True

    def _scale(self, word: str) -> bool:
        if word not in _SCALES:
            return False
        if self._current is None and not self._total and word in _SHORT_SCALES | {"k", "bn"}:
            return False
        scaled = (self._current if self._current is not None else Fraction(1)) * _SCALES[word]
        if _SCALES[word] >= 1000:
            self._total, self._current = self._total + scaled, Fraction(0)
        else:
            self._current = scaled
        return True

    def close(self) -> Fraction | None:
        return None if self._current is None else self._total + self._current


def _read_digits(word: str) -> Fraction:
    plain = word.replace(",", "").replace("−", "-")
    numerator, _, denominator = plain.partition("/")
    if denominator and int(denominator):
        return Fraction(numerator) / int(denominator)
    return Fraction(numerator)


def _unglued(text: str) -> str:
    """Set spaces where a range or a unit is written against its number: "10-20GB", "$5m", "3rd"."""
    spaced = re.sub(r"(?<=\d)\s?[-–—]\s?(?=\d)", " – ", text)
    spaced = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", spaced, flags=re.IGNORECASE)
    return re.sub(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z$€£¥₹])(?=\d)", " ", spaced)


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


def _nouns_after(text: str, end: int) -> tuple[str, ...]:
    found = _NEXT_WORDS.match(text, end, end + 60)
    return tuple(stem(word) for word in found.groups() if word) if found else ()
