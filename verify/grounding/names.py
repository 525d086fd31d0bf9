"""Finds a name of the claim in the evidence: written out, shortened, as initials or under an alias."""

import re
from itertools import zip_longest

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
_IN_BRACKETS = re.compile(r"\s?\(([A-Z]{2,6})\)")
# A name as long as this is the same when its parts are written as one: "Spindletop", "Spindle top".
_LONG_NAME = 6
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
    if run := _find_run_together(entity.text, statement):
        return run
    initials = initials_of(entity.text)
    if len(initials) >= 2 and (span := _span_of(frozenset({initials}), statement)):
        return span
    if entity.label is EntityLabel.ACRONYM:
        return _find_long_form(entity.text, statement)
    return None


def _find_run_together(name: str, statement: Statement) -> Span | None:
    """Return where a name stands as two words that it writes as one, or the other way round, or in a link."""
    wanted = "".join(name.lower().split())
    if len(wanted) < _LONG_NAME:
        return None
    for word, following in zip_longest(statement.words, statement.words[1:]):
        if word.written.lower() == wanted or (
            "." in word.written and wanted in word.written.lower().split(".")
        ):
            return word.span
        if following and (word.written + following.written).lower() == wanted:
            return word.span[0], following.span[1]
    return None


def name_stems(text: str) -> frozenset[str]:
    """Return what a name is known by, without titles and legal forms unless there is nothing else."""
    stems = frozenset(_part(word) for word in find_words(text))
    kept = stems - _TITLES
    return kept - LEGAL_FORMS or kept or stems


def initials_of(text: str) -> str:
    return "".join(word.written[0] for word in find_words(text) if word.stem not in _TITLES).lower()


def is_defined(claim: Statement, entity: Entity) -> bool:
    """Whether the claim itself says what an acronym stands for, in words in a row or right before "(IQR)"."""
    if not entity.text[:-1].isupper():
        return False
    return has_initials(claim, entity.text) or any(
        _abbreviates(match.group(1), claim.text[: match.start()])
        for match in _IN_BRACKETS.finditer(claim.text)
        if match.group(1) == entity.text
    )


def find_own_acronym(claim: Statement, entity: Entity) -> Entity | None:
    """Return the acronym that the claim gives for a name right after it: "… Joint (TMJ)"."""
    match = _IN_BRACKETS.match(claim.text, entity.end)
    if match is None or not _abbreviates(match.group(1), claim.text[entity.start : entity.end]):
        return None
    return Entity(EntityLabel.ACRONYM, match.start(1), match.end(1), match.group(1))


def _abbreviates(acronym: str, text: str) -> bool:
    """Whether the last words begin with an acronym's first letter and have the others in order."""
    words = text.lower().split()[-len(acronym) :]
    return any(_has_in_order(acronym.lower(), " ".join(words[place:])) for place in range(len(words)))


def _has_in_order(letters: str, text: str) -> bool:
    """Whether a text begins with the first letter and has all in their order; linear in the text."""
    left = iter(text)
    return text[:1] == letters[:1] and all(letter in left for letter in letters)


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
