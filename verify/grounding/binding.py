"""Tells which thing a value or a name of the evidence belongs to, where its neighbours belong to others.

"Members pay $8, guests pay $14" has both amounts, so a claim with either of them finds it there. What stands
around each of the two decides whose it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from verify.grounding.evidence import Evidence, EvidenceSentence
from verify.grounding.statement import Statement
from verify.grounding.thresholds import CONTRAST_NEIGHBOURS, PARALLEL, RIVAL_WORDS
from verify.grounding.verdict import Span

_SPLIT = re.compile(
    r"[,;:()—–|]|\b(?:and|but|or|while|whereas|although|though|after|before|then|than|compared|instead)\b",
    re.IGNORECASE,
)
_PRONOUN_START = re.compile(
    r"\W*(?:it|its|they|their|he|his|she|her|this|that|these|those|both|there|here)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A value or name in the evidence: `own` spans all that is part of it, `text` quotes it.

    One that is `elliptical` leaves it to the sentence to say what it is: "600 calls here, 60 there".
    """

    sentence: EvidenceSentence
    span: Span
    own: Span
    text: str
    elliptical: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the claim says of a value: `about` are its own words, `subject` those that its pronoun stands for.

    `near` are those in its own clause of the claim, which may put together what the evidence says apart.
    With `plain`, as for names, only words count that are neither name nor value, and a single one that
    belongs to the mention keeps it.
    """

    about: frozenset[str]
    subject: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    plain: bool = False


def find_rightful(
    held: Mention, rivals: Sequence[Mention], evidence: Evidence, *, asked: Asked
) -> Mention | None:
    """Return the rival that the claim's words point to rather than to the mention it quotes."""
    words = asked.about | asked.subject
    best: tuple[int, Mention] | None = None
    for rival in rivals:
        if not _are_near(held, rival, words) or not _can_be_told_apart(held, rival):
            continue
        part = _contrast(held, rival, evidence, plain=asked.plain)
        if part is None:
            continue
        hits = len(part.others & words)
        if _points_away(part, asked) and (best is None or hits > best[0]):
            best = hits, rival
    return best[1] if best else None


def own_words(statement: Statement, span: Span, others: Sequence[Span]) -> frozenset[str]:
    """Return the content stems of the part of a sentence that holds a span and none of the others."""
    start, end = _segment(statement.text, span, others)
    inside = statement.stems_inside((start, end)) & statement.stems
    return inside - statement.stems_inside(span)


def clause_words(statement: Statement, span: Span) -> frozenset[str]:
    """Return the content stems between the dividers on both sides of a span, without its own."""
    cuts = [match.span() for match in _SPLIT.finditer(statement.text)]
    start = max((end for _, end in cuts if end <= span[0]), default=0)
    end = min((start for start, _ in cuts if start >= span[1]), default=len(statement.text))
    return (statement.stems_inside((start, end)) & statement.stems) - statement.stems_inside(span)


def _points_away(part: "_Contrast", asked: Asked) -> bool:
    """Whether the claim has the rival's words rather than the mention's: most, or all where it has both."""
    words = asked.about | asked.subject
    if not part.reach & words:
        return len(part.others & words) >= RIVAL_WORDS * len(part.others)
    if asked.near & part.reach and not asked.near & part.others:
        return False
    return not asked.plain and part.others <= asked.about and len(part.reach & words) < len(part.own)


@dataclass(frozen=True, slots=True)
class _Contrast:
    """The words that only one of two mentions has around it; `reach` adds those that the held one borrows."""

    own: frozenset[str]
    reach: frozenset[str]
    others: frozenset[str]


def _contrast(held: Mention, rival: Mention, evidence: Evidence, *, plain: bool) -> _Contrast | None:
    mine, theirs = _words_of(held, [rival]), _words_of(rival, [held])
    reach = mine | _carried_words(held, rival, evidence)
    own, others = mine - theirs, theirs - reach
    if plain:
        own, others = own - _stems_of_values_and_names(held), others - _stems_of_values_and_names(rival)
    if not own or not others:
        return None
    if held.sentence.where.context != rival.sentence.where.context and not _are_parallel(mine, theirs):
        return None
    return _Contrast(own, reach - theirs, others)


def _stems_of_values_and_names(mention: Mention) -> frozenset[str]:
    statement = mention.sentence.statement
    return frozenset().union(
        *(statement.stems_inside((entity.start, entity.end)) for entity in statement.entities)
    )


def _are_near(held: Mention, rival: Mention, about: frozenset[str]) -> bool:
    """Whether two mentions stand close, or anywhere in texts of which the claim has most words of both."""
    if rival.elliptical:
        return held.sentence.number == rival.sentence.number
    if held.sentence.where.context == rival.sentence.where.context:
        return abs(held.sentence.number - rival.sentence.number) <= CONTRAST_NEIGHBOURS
    return 2 * len(about & rival.sentence.statement.stems) > len(about)


def _are_parallel(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(mine & theirs) >= PARALLEL * max(len(mine), len(theirs))


def _can_be_told_apart(held: Mention, rival: Mention) -> bool:
    if held.sentence.number != rival.sentence.number:
        return True
    first, second = sorted((held.span, rival.span))
    return _SPLIT.search(held.sentence.statement.text, first[1], second[0]) is not None


def _words_of(mention: Mention, others: Sequence[Mention]) -> frozenset[str]:
    statement = mention.sentence.statement
    here = [other.span for other in others if other.sentence.number == mention.sentence.number]
    return own_words(statement, mention.span, here) - statement.stems_inside(mention.own)


def _carried_words(held: Mention, rival: Mention, evidence: Evidence) -> frozenset[str]:
    """Return the words that a short part borrows: from the clause before it, or what its pronoun means."""
    statement = held.sentence.statement
    if held.sentence.number == rival.sentence.number:
        if rival.span > held.span or _has_words_before(held, rival):
            return frozenset()
        start = _segment(statement.text, rival.span, [held.span])[0]
        return statement.stems_inside((start, rival.span[0]))
    near: list[int] = []
    if _PRONOUN_START.match(statement.text):
        near.append(held.sentence.number - 1)
    if (after := held.sentence.number + 1) < len(evidence.sentences) and _PRONOUN_START.match(
        evidence.sentences[after].statement.text
    ):
        near.append(after)
    same = [
        evidence.sentences[number].statement.stems
        for number in near
        if number >= 0
        and number != rival.sentence.number
        and evidence.sentences[number].where.context == held.sentence.where.context
    ]
    return reduce(frozenset.union, same, frozenset())


def _has_words_before(held: Mention, rival: Mention) -> bool:
    """Whether a part says what its value is about before it, unlike "… and 60 on the free tier"."""
    statement = held.sentence.statement
    start = _segment(statement.text, held.span, [rival.span])[0]
    return bool(statement.stems_inside((start, held.own[0])) & statement.stems)


def _segment(text: str, span: Span, others: Sequence[Span]) -> Span:
    """Cut at the first divider between a span and each other one."""
    start, end = 0, len(text)
    for other in others:
        if other[1] <= span[0] and (cut := _SPLIT.search(text, other[1], span[0])):
            start = max(start, cut.start())
        elif other[0] >= span[1] and (cut := _SPLIT.search(text, span[1], other[0])):
            end = min(end, cut.start())
    return start, end
