"""Character patterns of the entity types that have a written form; `nlp.py` runs them beside spaCy.

spaCy splits "24h", "$5m" and "1,200.50" in ways that token patterns follow badly, and one compiled expression
is several times faster than a ruler with as many token patterns.
"""

import re
from collections.abc import Iterator

from verify.entity import Entity, EntityLabel

_ONES = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALES = "hundred|thousand|million|billion|trillion|dozen"
_SPELLED = (
    rf"(?:(?:an?\s)?(?:{_SCALES})|(?:{_ONES}|{_TENS}))"
    rf"(?:(?:-|\s|(?<=hundred)\sand\s|(?<=thousand)\sand\s)(?:{_ONES}|{_TENS}|{_SCALES}))*\b"
)
_VULGAR = "¼½¾⅓⅔⅛"
_DIGITS = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?"
    rf"(?:[\s-]\d[/⁄]\d{{1,2}}(?!\d)|[/⁄]\d+(?!\d)|\s?[{_VULGAR}])?|[{_VULGAR}])"
)
_SCALED = rf"{_DIGITS}(?:\s(?:hundred|thousand|million|billion|trillion|dozen)\b|(?:k|bn)\b)?"
_AND_PART = r"(?:\sand\s(?:an?\s(?:half|quarter|third)\b|\d[/⁄]\d{1,2}(?!\d)))"
_NUMBER = rf"(?:[-−](?=\d))?(?:{_SCALED}|{_SPELLED}){_AND_PART}?"
_JOIN = r"(?:\s?[-–—]\s?|\s(?:to|and|or)\s)"
_RANGE = rf"{_NUMBER}(?:{_JOIN}{_NUMBER})?"

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TIME_UNIT = (
    r"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|nights?|weeks?|fortnights?"
    r"|months?|quarters?|years?|yrs?|decades?|centur(?:y|ies))\b"
)
_CURRENCY_CODE = r"(?:USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|INR|CNY|SEK|NOK|DKK|PLN)"
_CURRENCY_WORD = (
    r"(?:(?:US\s)?dollars?|euros?|pounds?\ssterling|cents?|pence|yen|rupees?|(?:Swiss\s)?francs?)"
)
_UNIT = (
    r"(?:km/h|(?:kilomet(?:er|re)s|miles)\s(?:per|an)\shour|[kMGT]i?B|[KMGTkmgt]b(?:ps)?|[KMG]bit/s|(?:kilo|mega|giga|tera)?bytes?|mm|cm|km|m|(?:kilo|centi|milli)?met(?:er|re)s?"
    r"|inch(?:es)?|in(?=[.,;)]|$)|f(?:ee|oo)?t|yards?|miles?|mi|mph|kph|kmh|mg|kg|g|(?:kilo|milli)?grams?|tons?|tonnes?"
    r"|lbs?|pounds?|oz|ounces?|ml|mL|l|L|(?:milli)?lit(?:er|re)s?|gallons?|pints?|quarts?|stone|cups?|tablespoons?|tbsp|teaspoons?|tsp"
    r"|°\s?[CFcf]|º\s?[CFcf]|°|degrees?(?:\s(?:Celsius|Fahrenheit|C|F))?|[FC]|[kMG]?Hz|[kM]?Wh?|watts?|mAh|[mk]?V|volts?|amps?|[kM]?cal"
    r"|calories|acres?|hectares?|pixels?|px|dpi|square\s(?:feet|met(?:er|re)s|miles|kilomet(?:er|re)s)|sq\.?\sft)(?![\w])"
)
# Shares in words: "three quarters of", "half the", "one in five"; what follows tells them from 90 minutes.
_PARTS = "halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
_NOT_OF_TIME = (
    r"(?!\s+of\s+(?:an?|the)\s+(?:hour|day|week|month|year|century|mile|million|billion|teaspoon|cup)\b)"
)
_FRACTION = (
    rf"(?:(?:an?|{_ONES}|\d)[\s-](?:{_PARTS})(?=\s+of\b){_NOT_OF_TIME}"
    r"|half(?=\s+(?:of\s|the\s|its\s|their\s|your\s|our\s|his\s|her\s|all\s)(?!an?\s(?:hour|day|week|month|year)))"
    rf"|(?:one|1)\s(?:in|out\sof)(?:\severy)?\s(?:{_ONES}|{_TENS}|an?\shundred|\d{{1,3}})(?=\s[a-z])"
    rf"|(?:{_ONES}|\d{{1,3}})\sout\sof(?:\severy)?\s(?:{_ONES}|{_TENS}|an?\shundred|\d{{1,3}})(?=\s[a-z]))"
)
# "a quarter of an hour", "half a year".
_PART_OF_TIME = (
    r"(?:half\san?|an?\shalf|(?:an?|one|three)\squarters?\sof\san?)\s(?:hour|day|week|month|year|century)"
)
_ORDINAL_WORD = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    "|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
    "|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth"
)
_ARTICLE_BEFORE = (
    r"(?:(?<=within )|(?<=after )|(?<=for )|(?<=takes )|(?<=lasts )|(?<=every )|(?<=once )"
    r"|(?<=\d to )|(?<=hours to )|(?<=seconds to )|(?<=minutes to )|(?<=days to ))"
)
_DOMAIN_END = r"(?:com|org|net|io|dev|app|example|gov|edu|eu|uk|de|info)"

# At one position the first alternative wins, so the more telling form stands first.
_ALTERNATIVES: tuple[tuple[EntityLabel, str], ...] = (
    (EntityLabel.EMAIL, r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    (EntityLabel.URL, r"(?:https?://|www\.)[^\s<>\"”’\]]*[^\s<>\"”’\].,;:!?)]"),
    (
        EntityLabel.URL,
        rf"[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,3}}\.{_DOMAIN_END}\b(?:/[^\s<>\"\])]*[\w/])?",
    ),
    (EntityLabel.DATE, r"\d{4}-\d{2}-\d{2}(?!\d)|(?:1[5-9]|20)\d0s\b"),
    (EntityLabel.DATE, rf"{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s\d{{4}}(?!\d))?"),
    (EntityLabel.DATE, rf"{_MONTH}\s{_DAY}(?![\d:])(?:,?\s\d{{4}}(?!\d))?"),
    (EntityLabel.DATE, rf"{_MONTH},\s{_DAY},?\s\d{{4}}(?!\d)"),
    (EntityLabel.DATE, rf"{_MONTH},?\s\d{{4}}(?!\d)"),
    (EntityLabel.DATE, r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"),
    (EntityLabel.DATE, rf"{_WEEKDAY}\b|(?!May|Mar\b|Sun\b){_MONTH}(?<![a-z]\.)(?=\W|$)"),
    (
        EntityLabel.TIME,
        r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|(?:noon|midnight)\b",
    ),
    (
        EntityLabel.PHONE,
        r"\+\d{1,3}(?:[ .-]?\(?\d{2,5}\)?){2,5}|\(\d{3,5}\)\s?\d{3,4}[ .-]?\d{3,4}"
        r"|(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)|0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)"
        r"|\d{3}-\d{4}(?!\d)",
    ),
    (EntityLabel.VERSION, r"v\d+(?:\.\d+)*(?:-[a-z]+\d*)?\b|\d+\.\d+\.\d+(?:\.\d+)*(?:-[a-z]+[.\d]*)?\b"),
    (EntityLabel.VERSION, r"(?:[Vv]ersions?|[Rr]elease)\s\d+(?:\.\d+)*\b"),
    (
        EntityLabel.MONEY,
        rf"(?:US|CA|AU|NZ|C|A)?[$€£¥₹]\s?{_DIGITS}(?:\s?(?:thousand|million|billion|trillion|k|mn|m|bn|b|[KMB])\b)?"
        rf"(?:{_JOIN}{_DIGITS}(?!\s?(?:%|percent)))?",
    ),
    (EntityLabel.MONEY, rf"{_CURRENCY_CODE}\s?{_DIGITS}"),
    (EntityLabel.MONEY, rf"{_RANGE}[\s-]?(?:{_CURRENCY_CODE}|{_CURRENCY_WORD}|[€£])(?!\w)"),
    (EntityLabel.DURATION, rf"{_PART_OF_TIME}\b"),
    (EntityLabel.PERCENT, _FRACTION),
    (EntityLabel.PERCENT, rf"{_RANGE}\s?(?:%|percent\b|per\scent\b|pct\b|percentage(?:\spoints?)?\b)"),
    (
        EntityLabel.DURATION,
        rf"{_RANGE}[\s-]?(?:(?:business|working|calendar|consecutive|full|whole)[\s-])?{_TIME_UNIT}",
    ),
    (
        EntityLabel.DURATION,
        rf"{_ARTICLE_BEFORE}(?:an?|half\san)\s(?:second|minute|hour|day|week|fortnight|month|year)\b",
    ),
    (EntityLabel.QUANTITY, rf"{_RANGE}[\s-]?{_UNIT}"),
    (EntityLabel.ORDINAL, rf"\d+(?:st|nd|rd|th)\b|(?:(?:{_TENS})-)?(?:{_ORDINAL_WORD})\b"),
    (EntityLabel.DATE, r"(?:1[5-9]|20)\d{2}(?![\w%]|[.,]\d|[-–]\d)"),
    (EntityLabel.PRODUCT_CODE, r"(?=[A-Za-z-]{0,30}\d)(?=[a-z\d-]{0,30}[A-Z])[A-Za-z\d]+(?:-[A-Za-z\d]+)*\b"),
    (EntityLabel.PRODUCT_CODE, r"[A-Za-z][A-Za-z\d]*(?:_[A-Za-z\d]+)+\b"),
    (EntityLabel.CARDINAL, rf"(?<!\b[cmk]m-)(?<!\b[mslLg]-)(?<!\bkg-)(?<!\bmol-){_RANGE}"),
)

_CASELESS = {
    EntityLabel.PERCENT,
    EntityLabel.DURATION,
    EntityLabel.CARDINAL,
    EntityLabel.ORDINAL,
    EntityLabel.EMAIL,
}
_LABELS = tuple(label for label, _ in _ALTERNATIVES)


def _compile() -> re.Pattern[str]:
    parts = []
    for label, pattern in _ALTERNATIVES:
        flagged = f"(?i:{pattern})" if label in _CASELESS else f"(?:{pattern})"
        parts.append(f"({flagged})")
    # An entity begins at a word's edge, never inside a number ("1.5" is not ".5" nor "5").
    return re.compile(rf"(?<![\w@])(?<!\d[.,])(?:{'|'.join(parts)})")


_PATTERN = _compile()


def find_pattern_entities(text: str) -> Iterator[Entity]:
    """Yield the entities with a written form, left to right, none overlapping."""
    for match in _PATTERN.finditer(text):
        label = _LABELS[(match.lastindex or 1) - 1]
        yield Entity(label, match.start(), match.end(), match.group())
