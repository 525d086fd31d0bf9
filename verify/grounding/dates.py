"""Reads dates in their usual forms, whole or partial, so that two writings of one day compare as equal."""

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*", re.IGNORECASE)
_YEAR = re.compile(r"\b(\d{4})(s?)\b")
_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What a text says of a day; None means that it does not say."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: bool = False

    def is_part_of(self, other: "PartialDate") -> bool:
        """Whether everything said here is said there too: "March 2026" is part of "1 March 2026"."""
        if self.decade != other.decade:
            return (
                self.decade
                and other.year is not None
                and other.year // 10 * 10 == self.year
                and not self.month
            )
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
                (self.weekday, other.weekday),
            )
        )

    def disagrees_with(self, other: "PartialDate") -> bool:
        """Whether both say a part and say it differently; weekdays only disagree with weekdays."""
        return any(
            mine is not None and theirs is not None and mine != theirs
            for mine, theirs in (
                (self.year, other.year),
                (self.month, other.month),
                (self.day, other.day),
                (self.weekday, other.weekday),
            )
        )


def read_dates(text: str) -> tuple[PartialDate, ...]:
    """Return every reading of one written date: "03/04/2026" has two; none when it is no date."""
    if iso := _ISO.match(text):
        year, month, day = (int(part) for part in iso.groups())
        return (PartialDate(year, month, day),)
    if slashed := _SLASHED.fullmatch(text):
        return _read_slashed(*(int(part) for part in slashed.groups()))
    if month_name := _MONTH.search(text):
        return (_read_named(text, month_name),)
    if year_alone := _YEAR.fullmatch(text):
        return (PartialDate(year=int(year_alone.group(1)), decade=bool(year_alone.group(2))),)
    weekday = text.lower()[:3]
    return (PartialDate(weekday=_WEEKDAYS.index(weekday)),) if weekday in _WEEKDAYS else ()


def _read_slashed(first: int, second: int, year: int) -> tuple[PartialDate, ...]:
    full_year = year + 2000 if year < 100 else year
    readings = {(first, second), (second, first)}
    return tuple(
        PartialDate(full_year, month, day)
        for day, month in sorted(readings)
        if 1 <= month <= 12 and 1 <= day <= 31
    )


def _read_named(text: str, month_name: re.Match[str]) -> PartialDate:
    month = _MONTHS.index(month_name.group(1).lower()) + 1
    year = _YEAR.search(text)
    rest = text[: year.start()] if year else text
    day = _DAY.search(rest)
    return PartialDate(int(year.group(1)) if year else None, month, int(day.group(1)) if day else None)
