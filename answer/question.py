"""Reads a question: what kind of answer it asks for, and which words an answer has to be about."""

import re
from dataclasses import dataclass
from enum import StrEnum

from verify.grounding.sentences import split_into_sentences
from verify.grounding.words import find_words


class AnswerKind(StrEnum):
    """What an answer must hold; `open` puts no demand on it."""

    MONEY = "money"
    DURATION = "duration"
    MOMENT = "moment"
    PERCENT = "percent"
    COUNT = "count"
    MEASURE = "measure"
    PERSON = "person"
    PLACE = "place"
    YES_NO = "yes_no"
    PROCEDURE = "procedure"
    REASON = "reason"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that an answer has to be about. A `specific` one (a name, a code, a number) has no synonym."""

    stem: str
    written: str
    specific: bool


@dataclass(frozen=True, slots=True)
class AnalysedQuestion:
    """`focus` is what is asked for ("which brand of key" → brand), `preface` what was told beside it.

    `units` matches the units of the asked measure, when the question names a dimension (weight, size, …).
    """

    text: str
    kind: AnswerKind
    terms: tuple[Term, ...]
    focus: frozenset[str] = frozenset()
    preface: tuple[Term, ...] = ()
    units: re.Pattern[str] | None = None


# First match decides; the order goes from the plainest wording to the vaguest.
_KINDS: tuple[tuple[AnswerKind, str], ...] = (
    (
        AnswerKind.PERCENT,
        r"what (?:percentage|percent|share|vat rate|rate)|how many percent|at what percentage",
    ),
    (
        AnswerKind.MEASURE,
        r"how (?:much .{1,40}weigh|heavy|wide|tall|high|deep|big|large|thick|far away|loud|hot)",
    ),
    (AnswerKind.MEASURE, r"what (?:resolution|weight|size|width|height|depth|dimensions|diameter|radius)"),
    (
        AnswerKind.MEASURE,
        r"(?:power consumption|size limit|how much (?:\w+ ){0,2}(?:storage|space|memory|data|battery))",
    ),
    (AnswerKind.DURATION, r"how (?:long|quickly|soon|fast|far back|early)|(?:delivery|response|target) time"),
    (
        AnswerKind.MONEY,
        r"how (?:much|expensive)\b.*\b(?:cost|pay|charge|price|fee)|\bhow much (?:is|are|will|for)\b",
    ),
    (
        AnswerKind.MONEY,
        r"what (?:is|was|would|does|do|did|are) .*\b(?:cost|price|fee|charge|pay)|what .*\bcosts?\b",
    ),
    (
        AnswerKind.COUNT,
        r"how (?:many|often|much)|what (?:number|maximum|minimum)|(?:maximum|minimum) (?:number|length)",
    ),
    (
        AnswerKind.MOMENT,
        r"\bwhen\b|(?:what|which) (?:date|day|year|month|time|hours?)\b|until what time|how late",
    ),
    (AnswerKind.PERSON, r"\bwho(?:m|se)?\b"),
    (AnswerKind.PLACE, r"\bwhere\b"),
    (AnswerKind.REASON, r"\bwhy\b"),
    (
        AnswerKind.YES_NO,
        r"(?:^|[.!?,:;] )(?:so |and |or |but )?"
        r"(?:is|are|was|were|do|does|did|can|could|will|would|may|must|should|has|have) ",
    ),
    (AnswerKind.PROCEDURE, r"\bhow (?:do|can|should|to|does)\b"),
)
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_DIMENSIONS: tuple[tuple[str, str], ...] = (
    (r"weigh|heavy|weight", r"\d\s?(?:kg\b|g\b|kilo|gram|lb|pound|ounce|tonne)"),
    (r"resolution", r"\bpixel|\d\s?(?:px|x|×|by)\s?\d|\bdpi\b"),
    (r"power|consum|electricity|battery|volt", r"\d\s?(?:watt|w\b|kwh|volt|v\b|mah|percent|%)"),
    (
        r"download|storage|file size|memory|\bdata\b|\bmb\b|\bgb\b",
        r"\d\s?(?:kb|mb|gb|tb|kilobyte|megabyte|gigabyte|terabyte)",
    ),
    (
        r"wide|width|tall|high|height|deep|depth|thick|diameter|radius|screws|dimension|far away",
        r"\d\s?(?:mm|cm|m|km|inch|millimet|centimet|met(?:re|er)|kilomet|feet|foot|mile)",
    ),
)
_DIMENSION_PATTERNS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(units, re.IGNORECASE)) for asked, units in _DIMENSIONS
)
_CODE = re.compile(r"\b(?:[A-Za-z]{1,5}-\d[\w.]*|\d+(?:[.,]\d+)+|[A-Za-z]+\d[\w]*|\d+)\b")
_FOCUS = re.compile(
    r"\b(?:what (?:is|are|was) the|which|what|how many|whose)\s+((?:[\w'-]+\s?){1,2})",
    re.IGNORECASE,
)
# Words that shape a question without saying what it is about.
_FRAME_TEXT = """
    get got go goe know tell want need like pleas happen mean long much mani often soon quick fast
    earli late far big larg kind type sort time number use make take come work say ask give let put
    keep find see look think tri still alreadi ever actual realli just now current also sure possibl
    abl allow someth somebodi someon anyon anyth anybodi everyon peopl thing way case lot bit differ
    begin start end exact last past ago day question anoth els instead meant stand hear mayb wrong
    right good well hi hello thank we'r what' we'v i'm i'v it' there' long'
"""
_FRAME = frozenset(_FRAME_TEXT.split())


def analyse(question: str) -> AnalysedQuestion:
    preface, asked = _split_preface(question)
    kind = next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(asked)), AnswerKind.OPEN)
    units = next((units for dimension, units in _DIMENSION_PATTERNS if dimension.search(asked)), None)
    terms = find_terms(asked)
    known = {term.stem for term in terms}
    return AnalysedQuestion(
        text=question,
        kind=kind,
        terms=terms,
        focus=_find_focus(asked),
        preface=tuple(term for term in find_terms(preface) if term.stem not in known),
        units=units if kind in (AnswerKind.MEASURE, AnswerKind.COUNT) else None,
    )


def _split_preface(question: str) -> tuple[str, str]:
    """Split "I lost my badge. What does a new one cost?" into what is told and what is asked."""
    sentences = [question[start:end] for start, end in split_into_sentences(question)]
    asked = [sentence for sentence in sentences if sentence.endswith("?")]
    if not asked:
        return "", question
    return " ".join(sentence for sentence in sentences if not sentence.endswith("?")), " ".join(asked)


def _find_focus(asked: str) -> frozenset[str]:
    """Return the stems of the words that name what is asked for, right after "which" or "how many"."""
    focus = _FOCUS.search(asked)
    return frozenset() if focus is None else frozenset(term.stem for term in find_terms(focus.group(1)))


def find_codes(text: str) -> dict[str, re.Match[str]]:
    """Return codes, versions and numbers that make sense only whole ("LK-2", "4.6", "1,000")."""
    return {match.group().lower(): match for match in _CODE.finditer(text)}


def find_terms(text: str) -> tuple[Term, ...]:
    """Return the distinct codes and content words of a text."""
    codes = find_codes(text)
    terms = {code: Term(code, match.group(), specific=True) for code, match in codes.items()}
    inside = [match.span() for match in codes.values()]
    for word in find_words(text):
        if any(start <= word.span[0] < end for start, end in inside):
            continue
        specific = _is_specific(word.written, opens=_opens_sentence(text, word.span[0]))
        if word.is_content and (specific or word.stem not in _FRAME):
            terms.setdefault(word.stem, Term(word.stem, word.written, specific))
    return tuple(terms.values())


def _is_specific(written: str, *, opens: bool) -> bool:
    if any(character.isdigit() for character in written):
        return True
    return written[0].isupper() and (not opens or written[1:2].isupper())


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘(-")
    return not before or before[-1] in ".!?:\n"
