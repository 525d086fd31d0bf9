"""Writes a cell's value the way its number format shows it: $30, 25%, 1,250, 2026-03-14."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
# Colours, conditions and locales in brackets; a currency in brackets keeps its sign.
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*].|([0#?.,]+(?:E[+-][0#?]+)?)|(%)|([^"])')
_TIME_OF_DAY = re.compile(r"[hHsS]|AM/PM")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# As many digits as a spreadsheet shows of a number without format.
_GENERAL_DIGITS = 11
# Nothing larger is written out: a cell may hold 1e308.
_LARGEST_NUMBER = 1e18
_PLAIN = {"", "general", "@"}


def shown_value(value: object, number_format: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float():
            return _shown_number(value, number_format)
        case datetime() | date() | time() | timedelta():
            return _shown_moment(value, number_format)
        case _:
            return str(value)


def _shown_moment(value: date | time | timedelta, number_format: str) -> str:
    """Dates in ISO 8601, as far as the format shows them: it may name the month or the year alone."""
    pattern = _QUOTED.sub("", number_format).lower()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}"
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, datetime) and (value.time() != time() or "h" in pattern):
        if "h" in pattern and "y" not in pattern and "d" not in pattern:
            return value.strftime("%H:%M")
        if _TIME_OF_DAY.search(pattern):
            return value.isoformat(" ", "seconds" if value.second else "minutes")
    if "d" in pattern or "y" not in pattern:
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m" if "m" in pattern else "%Y")


def _shown_number(value: float, number_format: str) -> str:
    sections = _SECTION.split(number_format)
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[at].strip()
    if not section and len(sections) > 1:
        return ""
    # Not >=: a cell may hold something that is no number and compares to nothing.
    if section.lower() in _PLAIN or not abs(value) < _LARGEST_NUMBER:
        return _general(value)
    pattern = _Pattern.read(section)
    if pattern is None:
        return section.strip('"') if at == 2 else _general(value)
    shown = pattern.write(abs(Decimal(repr(value))))
    # Accountants write a negative amount in brackets, which a reader of one sentence takes for an aside.
    return f"-{shown}" if value < 0 and re.search("[1-9]", shown) else shown


def _general(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    text = f"{value:.{_GENERAL_DIGITS}g}"
    # A ZIP code or an account number must not become 4.2e+12.
    return f"{value:.0f}" if "e+" in text and abs(value) < 1e15 else text


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One section of a number format: what stands before and after the digits, and the digits' form."""

    before: str
    digits: str
    after: str
    is_percent: bool

    @classmethod
    def read(cls, section: str) -> "_Pattern | None":
        """None where no digits or several groups of them are shown: fractions, telephone numbers."""
        parts = list(_tokens(_BRACKETS.sub("", _CURRENCY.sub(r'"\1"', section))))
        places = [at for at, (_, is_digits) in enumerate(parts) if is_digits]
        if len(places) != 1 or not re.search("[0#?]", parts[places[0]][0]):
            return None
        before = "".join(text for text, _ in parts[: places[0]]).replace("-", "")
        after = "".join(text for text, _ in parts[places[0] + 1 :])
        if "(" in before and ")" in after:
            before, after = before.replace("(", ""), after.replace(")", "")
        is_percent = "%" in _QUOTED.sub("", section)
        return cls(before.lstrip(), parts[places[0]][0], after.rstrip(), is_percent)

    def write(self, value: Decimal) -> str:
        mantissa, _, exponent = self.digits.partition("E")
        whole, _, fraction = mantissa.partition(".")
        if exponent:
            return f"{self.before}{value:.{len(fraction)}E}{self.after}"
        scaled = value * (100 if self.is_percent else 1)
        scaled /= 1000 ** (len(mantissa) - len(mantissa.rstrip(",")))
        places = len(fraction.strip(","))
        with localcontext(prec=60):
            rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
        left, point, right = text.partition(".")
        optional = len(fraction.strip(",")) - len(fraction.strip(",").rstrip("#?"))
        kept = right[: places - optional] + right[places - optional :].rstrip("0")
        return f"{self.before}{left.zfill(whole.count('0'))}{point if kept else ''}{kept}{self.after}"


def _tokens(section: str) -> Iterator[tuple[str, bool]]:
    for token in _TOKEN.finditer(section):
        quoted, escaped, digits, percent, other = token.groups()
        if digits is not None:
            yield digits, True
        else:
            yield quoted or escaped or percent or other or "", False
