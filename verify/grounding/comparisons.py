"""Reads which of two things is said to be more, or to come first: "copper conducts better than iron"."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from verify.grounding.clauses import written
from verify.grounding.polarity_words import are_on_one_side, are_opposite
from verify.grounding.statement import Statement
from verify.grounding.words import Word

_ORDER_WORDS = frozenset({"before", "after"})
_COMPARATIVES = frozenset({"more", "less", "fewer", "better", "worse", "farther", "further"})
_NO_COMPARATIVES = frozenset(
    {"other", "rather", "another", "either", "neither", "whether", "never", "under", "number"}
)
_END = re.compile(r"[,;:()—–|]|\b(?:and|then|but|or|which|that|to)\b", re.IGNORECASE)


class Order(Enum):
    """How two comparisons of the same things relate; `RESTATED` is the same said from the other end."""

    RESTATED = auto()
    TURNED = auto()
    UNCLEAR = auto()


@dataclass(frozen=True, slots=True)
class _Comparison:
    relation: Word
    left: frozenset[str]
    right: frozenset[str]


def compare_order(mine: Statement, theirs: Statement) -> Order:
    """Return how two statements order the same two things."""
    first, second = _read(mine), _read(theirs)
    if first is None or second is None:
        return Order.UNCLEAR
    opposite = are_opposite(first.relation.stem, second.relation.stem)
    if not opposite and not are_on_one_side(first.relation.stem, second.relation.stem):
        return Order.UNCLEAR
    if _are_alike(first.right, second.right) and first.left & second.left:
        return Order.TURNED if opposite else Order.UNCLEAR
    swapped = _are_alike(first.right, second.left) and _are_alike(second.right, first.left)
    if not swapped or first.right & second.right:
        return Order.UNCLEAR
    if first.relation.stem in _ORDER_WORDS and not _are_close(first, second):
        return Order.UNCLEAR
    return Order.RESTATED if opposite else Order.TURNED


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the smaller of two sets of words lies in the other."""
    return bool(one) and bool(other) and len(one & other) == min(len(one), len(other))


def _are_close(first: _Comparison, second: _Comparison) -> bool:
    """Whether two orders of events share most words: events are told in more words than things."""
    pairs = ((first.right, second.left), (second.right, first.left))
    return all(2 * len(one & other) > max(len(one), len(other)) for one, other in pairs)


def _read(statement: Statement) -> _Comparison | None:
    words = statement.words
    if sum(written(word) in _ORDER_WORDS for word in words) > 1:
        return None
    for place, word in enumerate(words):
        text = written(word)
        if text == "than" and not _is_value(statement, place + 1):
            relation = next((each for each in reversed(words[:place]) if _is_comparative(each)), None)
            return _compared(statement, place, relation) if relation else None
        if text in _ORDER_WORDS and place > 0 and not _is_value(statement, place + 1):
            return _compared(statement, place, word)
        if text in _ORDER_WORDS and (comma := statement.text.find(",")) > 0:
            fronted = tuple(each for each in words if each.span[0] < comma)
            main = tuple(each for each in words if each.span[0] > comma)
            return _Comparison(word, _content(main, word), _content(fronted, word))
    return None


def _compared(statement: Statement, place: int, relation: Word) -> _Comparison:
    """Take what stands before the dividing word, and what follows it up to the clause's end."""
    words = statement.words
    start = words[place].span[1]
    found = _END.search(statement.text, start)
    end = found.start() if found else len(statement.text)
    right = tuple(word for word in words if start <= word.span[0] < end)
    return _Comparison(relation, _content(words[:place], relation), _content(right, relation))


def _is_value(statement: Statement, place: int) -> bool:
    """Whether a value follows: "more than 5" bounds it and compares nothing."""
    if place >= len(statement.words):
        return True
    at = statement.words[place].span[0]
    return any(start <= at < end for start, end in (value.span for value in statement.quantities))


def _is_comparative(word: Word) -> bool:
    text = written(word)
    return text in _COMPARATIVES or (text.endswith("er") and len(text) > 4 and text not in _NO_COMPARATIVES)


def _content(words: tuple[Word, ...], relation: Word) -> frozenset[str]:
    return frozenset(word.stem for word in words if word.is_content and word is not relation)
