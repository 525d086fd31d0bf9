"""Turns the tagger's word pieces into the words of a claim that a person should look at."""

import re
from collections.abc import Iterable, Iterator

from verify.grounding.findings import Finding
from verify.grounding.tagging.tagger import Tags
from verify.grounding.thresholds import MOST_MARKS, WORD_MARKED_AT
from verify.grounding.verdict import ReasonCode, Span

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
# What may stand between two marked words of one mark.
_JOINT = re.compile(r"\W*(?:(?:a|an|and|as|at|by|for|from|in|is|of|on|or|the|to|with)\b\W*)?", re.IGNORECASE)


def find_unsupported_words(text: str, tags: Tags | None) -> tuple[Finding, ...]:
    """Return the runs of words that the tagger holds for unsupported, most certain first, a few at most."""
    if tags is None:
        return ()
    marked = [
        (word.span(), odds)
        for word in _WORD.finditer(text)
        if (odds := _highest(word.span(), tags)) > WORD_MARKED_AT
    ]
    runs = sorted(_join(text, marked), key=lambda run: -run[1])[:MOST_MARKS]
    return tuple(
        Finding(ReasonCode.WORDS_NOT_SUPPORTED, span, text[slice(*span)]) for span, _ in sorted(runs)
    )


def _highest(word: Span, tags: Tags) -> float:
    """Return the highest log odds of the word's pieces."""
    inside = (
        odds
        for (start, end), odds in zip(tags.spans, tags.pieces, strict=True)
        if start < word[1] and word[0] < end
    )
    return max(inside, default=float("-inf"))


def _join(text: str, marked: Iterable[tuple[Span, float]]) -> Iterator[tuple[Span, float]]:
    run: tuple[Span, float] | None = None
    for span, odds in marked:
        if run and _JOINT.fullmatch(text, run[0][1], span[0]):
            run = ((run[0][0], span[1]), max(run[1], odds))
            continue
        if run:
            yield run
        run = (span, odds)
    if run:
        yield run
