"""Reads the numbers written in a text, in digits and in words, into exact fractions."""

import re
from fractions import Fraction

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
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_ORDINALS = {word: i + 1 for i, word in enumerate(_ORDINALS_TEXT.split())}
_ORDINALS |= {word.removesuffix("y") + "ieth": value for word, value in _TENS.items()}
_NUMBER = re.compile(
    r"(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[/⁄]\d+)?|[¼½¾⅓⅔⅛]|[a-z]+", re.IGNORECASE
)
_PART_WORDS = {"half": "½", "quarter": "¼", "third": "⅓"}
# "1 and 1/2" is one number.
_AND_PART = re.compile(r"(?<=\d)\sand(?=\s\d[/⁄]\d)")
# "and a half", "half an", "three quarters of an": a part beside a whole number or before a unit.
_PART = re.compile(
    r"(?:\band\s)?\ban?\s(half|quarter|third)\b(?:\sof\san?\b)?|\b(half)\san?\b|\b(three)\squarters\sof\san?\b",
    re.IGNORECASE,
)


def read_numbers(text: str) -> tuple[Fraction, ...]:
    """Return the numbers written in a text, in digits or in words: "two to 3.5 thousand" gives 2 and 3500."""
    numbers: list[Fraction] = []
    open_number = _OpenNumber()
    in_money = any(sign in text for sign in "$€£¥₹")
    for match in _NUMBER.finditer(_unglued(_PART.sub(_sign_of_part, _AND_PART.sub("", text)))):
        word = match.group().lower().replace("⁄", "/")
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
            return self._add_ordinal(_ORDINALS[word])
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

    def _add_ordinal(self, value: int) -> bool:
        """Take "third", or the end of "twenty-third"."""
        if self._current is not None and self._current % 100 in range(20, 100, 10) and value < 10:
            self._current += value
            return True
        return self._start(Fraction(value))

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


def _sign_of_part(part: re.Match[str]) -> str:
    return " ¾ " if part.group(3) else f" {_PART_WORDS[(part.group(1) or part.group(2)).lower()]} "


def _read_digits(word: str) -> Fraction:
    plain = word.replace(",", "").replace("−", "-")
    numerator, _, denominator = plain.partition("/")
    if denominator and int(denominator):
        return Fraction(numerator) / int(denominator)
    return Fraction(numerator)


def _unglued(text: str) -> str:
    """Set spaces where a range or a unit is written against its number: "10-20GB", "$5m", "3rd", "1-1/2"."""
    text = re.sub(r"(?<=\d)-(?=\d[/⁄]\d)", " ", text)
    spaced = re.sub(r"(?<=\d)\s?[-–—]\s?(?=\d)", " – ", text)
    spaced = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", spaced, flags=re.IGNORECASE)
    return re.sub(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z$€£¥₹])(?=\d)", " ", spaced)
