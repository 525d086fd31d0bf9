"""The units in which values are compared: each written form with its dimension and its factor in it."""

import re
from fractions import Fraction

from verify.entity import EntityLabel

_MONEY = {
    "$": "usd", "us$": "usd", "usd": "usd", "dollar": "usd", "us dollar": "usd", "€": "eur", "eur": "eur",
    "euro": "eur", "£": "gbp", "gbp": "gbp", "pound sterling": "gbp",
    "pounds sterling": "gbp", "¥": "jpy", "jpy": "jpy",
    "yen": "jpy", "₹": "inr", "inr": "inr", "rupee": "inr", "chf": "chf", "franc": "chf",
    "swiss franc": "chf", "ca$": "cad", "c$": "cad", "cad": "cad", "au$": "aud", "a$": "aud", "aud": "aud",
    "nz$": "nzd", "nzd": "nzd", "cny": "cny", "sek": "sek", "nok": "nok", "dkk": "dkk", "pln": "pln",
}  # fmt: skip
_SECONDS: dict[str, Fraction | int] = {
    "millisecond": Fraction(1, 1000), "ms": Fraction(1, 1000), "second": 1, "sec": 1, "s": 1, "minute": 60,
    "min": 60, "hour": 3600, "hr": 3600, "h": 3600, "day": 86_400, "night": 86_400, "week": 604_800,
    "fortnight": 1_209_600,
}  # fmt: skip
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "yr": 12, "decade": 120, "century": 1200, "centurie": 1200}
_MEASURES: dict[str, tuple[str, Fraction | int]] = {
    "b": ("byte", 1), "byte": ("byte", 1), "kb": ("byte", 10**3), "kilobyte": ("byte", 10**3),
    "mb": ("byte", 10**6), "megabyte": ("byte", 10**6), "gb": ("byte", 10**9), "gigabyte": ("byte", 10**9),
    "tb": ("byte", 10**12), "terabyte": ("byte", 10**12), "kib": ("byte", 2**10), "mib": ("byte", 2**20),
    "gib": ("byte", 2**30), "tib": ("byte", 2**40), "kbps": ("bit/s", 10**3), "mbps": ("bit/s", 10**6),
    "gbps": ("bit/s", 10**9), "kbit/s": ("bit/s", 10**3), "mbit/s": ("bit/s", 10**6),
    "gbit/s": ("bit/s", 10**9), "mm": ("metre", Fraction(1, 1000)),
    "millimeter": ("metre", Fraction(1, 1000)), "cm": ("metre", Fraction(1, 100)),
    "centimeter": ("metre", Fraction(1, 100)), "m": ("metre", 1), "meter": ("metre", 1),
    "km": ("metre", 1000), "kilometer": ("metre", 1000), "inch": ("inch", 1), "in": ("inch", 1),
    "foot": ("inch", 12), "feet": ("inch", 12), "ft": ("inch", 12), "yard": ("inch", 36),
    "mile": ("mile", 1), "mi": ("mile", 1), "mph": ("mph", 1), "km/h": ("km/h", 1), "kph": ("km/h", 1),
    "kmh": ("km/h", 1),
    "mg": ("gram", Fraction(1, 1000)), "milligram": ("gram", Fraction(1, 1000)), "g": ("gram", 1),
    "gram": ("gram", 1), "kg": ("gram", 1000), "kilogram": ("gram", 1000), "tonne": ("gram", 10**6),
    "ton": ("ton", 1), "lb": ("pound", 1), "pound": ("pound", 1), "oz": ("ounce", 1), "ounce": ("ounce", 1),
    "ml": ("litre", Fraction(1, 1000)), "milliliter": ("litre", Fraction(1, 1000)), "l": ("litre", 1),
    "liter": ("litre", 1), "tbsp": ("tablespoon", 1), "tsp": ("teaspoon", 1), "khz": ("hz", 10**3),
    "mhz": ("hz", 10**6), "ghz": ("hz", 10**9), "kw": ("watt", 1000), "w": ("watt", 1),
    "kwh": ("watt hour", 1000), "wh": ("watt hour", 1), "v": ("volt", 1), "kv": ("volt", 1000),
    "mv": ("volt", Fraction(1, 1000)), "kcal": ("calorie", 1), "cal": ("calorie", 1),
    "calorie": ("calorie", 1), "px": ("pixel", 1),
}  # fmt: skip
# The longest writing first: "us$" before "$".
_WRITTEN_CURRENCY = re.compile(rf"({'|'.join(map(re.escape, sorted(_MONEY, key=len, reverse=True)))})")
_DEGREES = re.compile(r"(?:[°º]|degrees?)\s?(celsius|fahrenheit|[cf])?$|(?<=[\d\s])([cf])$")
_SPEED = re.compile(r"(kilometer|mile)s?\s(?:per|an)\shour$")
_SPEEDS = {"k": "km/h", "m": "mph"}
_PLURALS = {"inches": "inch", "feet": "feet", "lbs": "lb", "stone": "stone", "hertz": "hertz"}
_WORKING = re.compile(r"\b(?:business|working)\b", re.IGNORECASE)


def find_unit(label: EntityLabel, text: str) -> tuple[str, Fraction]:
    """Return the dimension in which a written value is compared, and the factor that brings it there."""
    if label is EntityLabel.MONEY:
        return _find_currency(text)
    if label is EntityLabel.DURATION:
        return _find_time_unit(text)
    if label is EntityLabel.QUANTITY:
        return _find_measure(text)
    return ("percent" if label is EntityLabel.PERCENT else "count"), Fraction(1)


def _find_currency(text: str) -> tuple[str, Fraction]:
    lowered = text.lower()
    if lowered.endswith(("cent", "cents")):
        return "usd", Fraction(1, 100)
    if lowered.endswith("pence"):
        return "gbp", Fraction(1, 100)
    words = re.sub(r"[\d.,\s–—-]+", " ", lowered).strip()
    found = _WRITTEN_CURRENCY.search(words)
    return (_MONEY[found.group(1)] if found else "money"), Fraction(1)


def _find_time_unit(text: str) -> tuple[str, Fraction]:
    word = _last_word(text)
    if _WORKING.search(text):
        return f"working {word}", Fraction(1)
    if word in _MONTHS:
        return "month", Fraction(_MONTHS[word])
    return "second", Fraction(_SECONDS.get(word, 1))


def _find_measure(text: str) -> tuple[str, Fraction]:
    lowered = re.sub(r"(met|lit)re", r"\1er", text.lower())
    if found := _DEGREES.search(lowered):
        scale = (found.group(1) or found.group(2) or "")[:1]
        return f"degree {scale}".strip(), Fraction(1)
    if found := _SPEED.search(lowered):
        return _SPEEDS[found.group(1)[0]], Fraction(1)
    if "square" in lowered or "sq" in lowered:
        return "square " + _last_word(lowered), Fraction(1)
    word = _last_word(lowered)
    unit, factor = _MEASURES.get(word, (word, 1))
    return unit, Fraction(factor)


def _last_word(text: str) -> str:
    found = re.search(r"[a-z/]+$", text.lower().replace("'", ""))
    word = found.group() if found else ""
    if word in _MEASURES or word in _SECONDS:
        return word
    return _PLURALS.get(word) or word.removesuffix("s")
