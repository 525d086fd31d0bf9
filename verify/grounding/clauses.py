"""Cuts a statement into the clauses that state something, with the words that a negation reaches in each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from verify.grounding.polarity_words import NEGATIONS, POLES, QUANTIFIERS
from verify.grounding.statement import Statement
from verify.grounding.verdict import Span
from verify.grounding.words import Word, stem

# How many words after a negation it reaches.
_SCOPE_WORDS = 4
_CLAUSE_END = re.compile(
    r"[;:()—–|]|,(?!\d)|\b(?:but|while|whereas|although|though|because|so that)\b"
    r"|\band(?=\s(?:also\s|therefore\s|thus\s)?"
    r"(?:is|are|was|were|can|cannot|can't|could|may|must|will|would|should|has|have|had|do|does|did|not|never|no|it"
    r"|they|he|she|we|you|remains?|requires?|needs?)\b)",
    re.IGNORECASE,
)
# What stands under a condition says what would be, not what is.
_CONDITION = re.compile(
    r"\b(?:if|unless|whether|until|when|whenever|in case|except|provided that|as long as|once)\b[^,;:.]*"
    r"|^\W*(?:before|after|during)\b[^,;:.]*(?=,)",
    re.IGNORECASE,
)
# Where the reach of a negation ends; one of a noun has it alone: "without soap for 15 minutes".
_ENDS = frozenset({"and"})
_NOUN_ENDS = _ENDS | {"for", "in", "at", "to", "with", "from", "until", "before", "after", "on"}
_OF_NOUNS = frozenset({"no", "without"})
_NOT_TURNED = frozenset({"only", "just", "later", "more", "less", "fewer", "least", "necessarily"})
_POLAR_STEMS = frozenset(stem(word) for word in NEGATIONS | QUANTIFIERS.keys())
# "Several people were hurt" and "nobody was hurt" are about the same.
_ANYBODY = frozenset(
    stem(word) for word in ("people", "person", "anyone", "someone", "something", "anything", "thing")
)
# "Keep it from moving" does not let it move.
_HOLDING_OFF = frozenset(stem(word) for word in ("keep", "protect", "stop", "prevent", "discourage", "save"))
_HELD_OFF_WORDS = 5


@dataclass(frozen=True)
class Clause:
    """A part of a statement; `inherited` are stems that it may leave to the clause before it."""

    words: tuple[Word, ...]
    inherited: frozenset[str]
    condition: frozenset[str]

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the clause is about: its content without the words that negate or quantify it."""
        stems = frozenset(word.stem for word in self.words if word.is_content)
        return stems - _POLAR_STEMS - _ANYBODY

    @cached_property
    def reaches(self) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
        """Each negation, with the words that it reaches: up to the next one."""
        return tuple(self._find_reaches())

    @property
    def is_negative(self) -> bool:
        """Whether an odd number of negations stands in it; "neither … nor" is one."""
        return sum(written(cue) != "nor" for cue, _ in self.reaches) % 2 == 1

    @cached_property
    def negated(self) -> frozenset[Span]:
        return frozenset(word.span for _, reached in self.reaches for word in reached)

    def _find_reaches(self) -> Iterator[tuple[Word, tuple[Word, ...]]]:
        cues = [place for place in range(len(self.words)) if _negates(self.words, place)]
        for place, following in pairwise([*cues, len(self.words)]):
            reached = self.words[place + 1 : min(place + 1 + _SCOPE_WORDS, following)]
            ends = _NOUN_ENDS if written(self.words[place]) in _OF_NOUNS else _ENDS
            end = next((number for number, word in enumerate(reached) if written(word) in ends), None)
            yield self.words[place], reached[:end]


def clauses_of(statement: Statement, carried: frozenset[str] = frozenset()) -> list[Clause]:
    """Return the clauses in order; `carried` are stems that a pronoun at the start stands for."""
    conditions = [match.span() for match in _CONDITION.finditer(statement.text)]
    under = [word for word in statement.words if _is_inside(word, conditions)]
    condition = frozenset(word.stem for word in under if word.is_content)
    found: list[Clause] = []
    start = 0
    ends = [*(match.start() for match in _CLAUSE_END.finditer(statement.text)), len(statement.text)]
    for end in ends:
        words = tuple(
            word
            for word in statement.words
            if start <= word.span[0] < end and not _is_inside(word, conditions)
        )
        if words:
            before = found[-1].stems | found[-1].inherited if found else carried
            found.append(Clause(words, before, condition))
        start = end
    return found


def without_polar(stems: frozenset[str]) -> frozenset[str]:
    """Return stems without those of negations, quantifiers and opposites."""
    return stems - _POLAR_STEMS - POLES.keys()


def written(word: Word) -> str:
    return word.written.lower().replace("’", "'")


def _is_inside(word: Word, spans: list[Span]) -> bool:
    return any(start <= word.span[0] < end for start, end in spans)


def _negates(words: tuple[Word, ...], place: int) -> bool:
    """Whether a word turns what follows; "not only", "no later than", "or without" and "No. 5" do not."""
    word = words[place]
    text = written(word)
    if text == "from" and place + 1 < len(words) and written(words[place + 1]).endswith("ing"):
        held_off = words[max(0, place - _HELD_OFF_WORDS) : place]
        return any(each.stem in _HOLDING_OFF and written(each) not in NEGATIONS for each in held_off)
    if text not in NEGATIONS and not text.endswith("n't"):
        return False
    following = written(words[place + 1]) if place + 1 < len(words) else ""
    before = written(words[place - 1]) if place else ""
    if text == "no" and following in {"longer"}:
        return True
    is_number_sign = word.written == "No" and place > 0
    return following not in _NOT_TURNED and not (text == "without" and before == "or") and not is_number_sign
