"""Finds a name of the claim in the evidence: written out, shortened, as initials or under an alias."""

from verify.entity import Entity, EntityLabel
from verify.grounding.aliases import LEGAL_FORMS, find_alias, long_form
from verify.grounding.evidence import EvidenceSentence
from verify.grounding.statement import Statement
from verify.grounding.verdict import Span
from verify.grounding.words import Word, find_words, stem

NAMES = frozenset({EntityLabel.NAME, EntityLabel.ACRONYM})
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "the",
        "of",
        "de",
        "van",
        "von",
        "der",
        "la",
    }
    | {"&", "and"}
)
# An acronym of two letters is anybody's initials, so it must be those of a name.
_LETTERS = 3


def find_name(entity: Entity, sentence: EvidenceSentence) -> Span | None:
    """Return where a sentence has all parts of a name, its initials, or the long form of an acronym."""
    statement = sentence.statement
    parts = name_stems(entity.text)
    if span := _span_of(parts, statement):
        return span
    if alias := find_alias(entity.text, statement.text):
        return alias.span()
    initials = initials_of(entity.text)
    if len(initials) >= 2 and (span := _span_of(frozenset({initials}), statement)):
        return span
    if entity.label is EntityLabel.ACRONYM:
        return _find_long_form(entity.text, statement)
    return None


def name_stems(text: str) -> frozenset[str]:
    """Return what a name is known by, without titles and legal forms unless there is nothing else."""
    stems = frozenset(_part(word) for word in find_words(text))
    kept = stems - _TITLES
    return kept - LEGAL_FORMS or kept or stems


def initials_of(text: str) -> str:
    return "".join(word.written[0] for word in find_words(text) if word.stem not in _TITLES).lower()


def has_initials(statement: Statement, acronym: str) -> bool:
    """Whether words in a row begin with the letters of an acronym."""
    return _find_long_form(acronym, statement) is not None


def _find_long_form(acronym: str, statement: Statement) -> Span | None:
    letters = acronym.lower().removesuffix("s") if acronym[-1:] == "s" else acronym.lower()
    if len(letters) < _LETTERS:
        spans = (
            (entity.start, entity.end)
            for entity in statement.entities
            if entity.label is EntityLabel.NAME and initials_of(entity.text) == letters
        )
        return next(spans, None)
    words = [word for word in statement.words if word.stem not in _TITLES]
    start = "".join(word.written[0] for word in words).lower().find(letters)
    return (words[start].span[0], words[start + len(letters) - 1].span[1]) if start >= 0 else None


def _span_of(parts: frozenset[str], statement: Statement) -> Span | None:
    """Return the span of the first word of each part, when all stand in the sentence."""
    found: dict[str, Word] = {}
    for word in statement.words:
        if (part := _part(word)) in parts:
            found.setdefault(part, word)
    if not parts or found.keys() != parts:
        return None
    first = min(word.span[0] for word in found.values())
    last = max(word.span[1] for word in found.values())
    # Parts that stand far apart are no one name; the last of them is the family's.
    if last - first > 2 * sum(len(part) + 4 for part in parts):
        return max(word.span for word in found.values())
    return first, last


def _part(word: Word) -> str:
    full = long_form(word.stem)
    return word.stem if full == word.stem else stem(full)
