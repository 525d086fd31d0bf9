"""Finds claims that speak of more than the evidence does: "all" for "some", "always" for "rarely"."""

from dataclasses import dataclass

from verify.grounding.clauses import Clause, written
from verify.grounding.polarity_words import QUANTIFIERS, Quantifier
from verify.grounding.words import Word

_NOUN_WORDS = 3
# The sources' quantifier → the claim's that goes beyond it.
_TOO_MUCH = {
    Quantifier.FEW: frozenset({Quantifier.MOST, Quantifier.ALL}),
    Quantifier.SOME: frozenset({Quantifier.ALL}),
    Quantifier.MOST: frozenset({Quantifier.ALL, Quantifier.FEW}),
    Quantifier.ALL: frozenset({Quantifier.FEW}),
}


@dataclass(frozen=True, slots=True)
class _Quantified:
    level: Quantifier
    word: Word
    noun: str | None


def find_overstatement(mine: Clause, other: Clause) -> tuple[Word, Word] | None:
    """Return the claim's quantifier and the evidence's, when the first says more of the same things."""
    ours, theirs = _quantifiers(mine), _quantifiers(other)
    for one in ours:
        alike = [each for each in theirs if one.noun is None or each.noun is None or each.noun == one.noun]
        if any(each.level not in _TOO_MUCH or one.level not in _TOO_MUCH[each.level] for each in alike):
            continue
        if alike:
            return one.word, alike[0].word
    return None


def _quantifiers(clause: Clause) -> list[_Quantified]:
    found = []
    for place, word in enumerate(clause.words):
        level = QUANTIFIERS.get(written(word))
        if level is None or _is_superlative(clause, place):
            continue
        if word.span in clause.negated and level is Quantifier.ALL:
            level = Quantifier.SOME
        following = clause.words[place + 1 : place + 1 + _NOUN_WORDS]
        found.append(_Quantified(level, word, next((w.stem for w in following if w.is_content), None)))
    return found


def _is_superlative(clause: Clause, place: int) -> bool:
    """Whether "most" only makes a superlative, as in "the most expensive" and "at most"."""
    before = written(clause.words[place - 1]) if place else ""
    return written(clause.words[place]) == "most" and before in {"the", "at", "its", "their", "our"}
