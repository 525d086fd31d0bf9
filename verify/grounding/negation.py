"""Finds claims that turn the evidence round: a negation more or less, an opposite, "all" for "some".

Only near paraphrases are compared, clause against clause: sentences that merely share words often differ in
polarity without contradicting each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verify.grounding.evidence import Evidence
from verify.grounding.findings import Finding
from verify.grounding.polarity_words import NEGATIONS, OPPOSITES, PARTIAL, UNIVERSAL
from verify.grounding.statement import Statement
from verify.grounding.thresholds import POLARITY_COVERAGE, POLARITY_PEERS
from verify.grounding.verdict import ReasonCode, Span
from verify.grounding.words import Word, stem

# How many words after a negation it reaches.
_SCOPE_WORDS = 4
_SENTENCES_COMPARED = 8
# A clause under a condition says what would be, not what is.
_CONDITION = re.compile(r"\b(?:if|unless|whether|until|when|in case|except)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:()—–|]|\b(?:but|while|whereas|although|because|so that)\b", re.IGNORECASE)
_NOT_TURNED = frozenset({"only", "just", "later", "more"})
_POLAR_STEMS = frozenset(stem(word) for word in NEGATIONS | UNIVERSAL | PARTIAL | OPPOSITES.keys())


@dataclass(frozen=True, slots=True)
class _Clause:
    """A part of a statement, with the words that a negation reaches in it."""

    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    negated: dict[str, tuple[Word, Word]]

    @property
    def is_negative(self) -> bool:
        return any(_negates(self.words, position) for position in range(len(self.words)))

    @property
    def lowered(self) -> frozenset[str]:
        return frozenset(_plain(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class _Flip:
    claim_span: Span
    claim_value: str
    evidence_value: str


def find_flip(claim: Statement, evidence: Evidence, subject: frozenset[str] = frozenset()) -> Finding | None:
    """Find the turn against the best-matching sentence, unless one that matches as well agrees."""
    about = (claim.stems | subject) - _POLAR_STEMS
    ranked = evidence.rank(about)[:_SENTENCES_COMPARED] if about else []
    first: Finding | None = None
    for number, share in ranked:
        if share < max(POLARITY_COVERAGE, POLARITY_PEERS * ranked[0][1]):
            break
        sentence = evidence.sentences[number]
        flip = _find_flip_between(claim, sentence.statement, subject)
        if flip is None:
            return None
        first = first or Finding(
            ReasonCode.NEGATION_MISMATCH,
            flip.claim_span,
            flip.claim_value,
            flip.evidence_value,
            sentence.where,
        )
    return first


def _find_flip_between(claim: Statement, theirs: Statement, subject: frozenset[str]) -> _Flip | None:
    their_clauses = list(_clauses(theirs))
    for mine in _clauses(claim):
        peers = [other for other in their_clauses if _are_about_the_same(mine, other, subject)]
        flips = [_flip_of(mine, other) for other in peers]
        if flips and None not in flips:
            return flips[0]
    return None


def _flip_of(mine: _Clause, other: _Clause) -> _Flip | None:
    return _negation_flip(mine, other) or _opposite_flip(mine, other) or _quantifier_flip(mine, other)


def _clauses(statement: Statement) -> Iterator[_Clause]:
    """Yield the clauses that state something, and the whole sentence first when it is one clause."""
    start = 0
    for end in [*(match.start() for match in _CLAUSE_END.finditer(statement.text)), len(statement.text)]:
        words = tuple(word for word in statement.words if start <= word.span[0] < end)
        if words and not _CONDITION.search(statement.text, start, end):
            stems = frozenset(word.stem for word in words if word.is_content) - _POLAR_STEMS
            yield _Clause(statement.text, words, stems, _negated(words))
        start = end


def _are_about_the_same(mine: _Clause, other: _Clause, subject: frozenset[str]) -> bool:
    """Whether each clause has most of the other's words."""
    shared = len(mine.stems & other.stems)
    theirs = other.stems - subject
    return bool(shared) and shared >= POLARITY_COVERAGE * max(len(mine.stems), len(theirs))


def _negation_flip(mine: _Clause, other: _Clause) -> _Flip | None:
    if mine.is_negative == other.is_negative:
        return None
    negated, plain = (mine, other) if mine.is_negative else (other, mine)
    for key, (cue, word) in negated.negated.items():
        there = next((word for word in plain.words if word.stem == key), None)
        if there is None or OPPOSITES.get(_plain(word), frozenset()) & plain.lowered:
            continue
        phrase = (cue.span[0], word.span[1])
        said = negated.text[slice(*phrase)]
        if negated is mine:
            return _Flip(phrase, said, there.written)
        return _Flip(there.span, there.written, said)
    return None


def _negated(words: tuple[Word, ...]) -> dict[str, tuple[Word, Word]]:
    """Return the stems in reach of a negation, each with the negating word and its own."""
    found: dict[str, tuple[Word, Word]] = {}
    for position, word in enumerate(words):
        if not _negates(words, position):
            continue
        for reached in words[position + 1 : position + 1 + _SCOPE_WORDS]:
            if reached.is_content:
                found.setdefault(reached.stem, (word, reached))
    return found


def _negates(words: tuple[Word, ...], position: int) -> bool:
    """Whether a word turns what follows; "not only" and "no later than" do not."""
    written = _plain(words[position])
    following = _plain(words[position + 1]) if position + 1 < len(words) else ""
    return (written in NEGATIONS or written.endswith("n't")) and following not in _NOT_TURNED


def _opposite_flip(mine: _Clause, other: _Clause) -> _Flip | None:
    """Find one pole here and the other pole there, when as many negations stand before both."""
    if mine.is_negative != other.is_negative:
        return None
    for word in mine.words:
        opposites = OPPOSITES.get(_plain(word), frozenset())
        there = next((other_word for other_word in other.words if _plain(other_word) in opposites), None)
        if there is None or _plain(word) in other.lowered or _plain(there) in mine.lowered:
            continue
        return _Flip(word.span, word.written, there.written)
    return None


def _quantifier_flip(mine: _Clause, other: _Clause) -> _Flip | None:
    some = next((word for word in other.words if _plain(word) in PARTIAL), None)
    every = next((word for word in mine.words if _plain(word) in UNIVERSAL), None)
    if some is None or every is None or UNIVERSAL & other.lowered or PARTIAL & mine.lowered:
        return None
    return _Flip(every.span, every.written, some.written)


def _plain(word: Word) -> str:
    return word.written.lower().replace("’", "'")
