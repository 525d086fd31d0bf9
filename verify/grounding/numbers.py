"""Compares the values of a claim with the evidence's: each must stand there, and for the same thing."""

import re
from dataclasses import dataclass, field

from verify.entity import EntityLabel
from verify.grounding.agreement import (
    converts,
    could_replace,
    find_stating,
    is_bare,
    is_turned,
    states_a_part,
)
from verify.grounding.binding import Asked, Mention, clause_words, find_rightful, own_words
from verify.grounding.evidence import Evidence, EvidenceSentence
from verify.grounding.findings import Comparison, Finding, Match
from verify.grounding.quantities import Quantity
from verify.grounding.statement import Statement
from verify.grounding.thresholds import RIVAL_COVERAGE
from verify.grounding.verdict import ReasonCode

_ROUGHLY = re.compile(
    r"(?:\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|some|circa|ca\.|close to"
    r"|just (?:over|under)|an estimated)|[~≈])\s*(?:an?\s)?$",
    re.IGNORECASE,
)
# Words that count things and order speech as often as they state a value: never demanded of the evidence.
_NOT_DEMANDED = frozenset({"one", "first", "second", "a hundred", "a thousand", "a million"})
# Shares that are said more loosely than measured: a difference counts, their absence does not.
_LOOSE = frozenset({"half", "a half", "one half", "one-half"})
# The number of a step or passage numbers the answer's own list or points at the evidence.
_NUMBERED = re.compile(
    r"(?:\b(?:steps?|passages?|tips?|methods?|options?|examples?|questions?|answers?|notes?)|#)\s?$",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|no)\b(?! (?:more|less|fewer|longer|later|exceed))|n['’]t\b(?! exceed)",
    re.IGNORECASE,
)
# One of a unit is said in more ways than other numbers: "in the span of a week", "a single hour"; how often
# something is done in other ways again: "once a month" is "every month" and "monthly".
_ONE_OF = re.compile(r"(?:an?|one|1)[\s-](second|minute|hour|day|week|month|year)", re.IGNORECASE)
_SAYS_ONE = r"\b(?:an?|one|1|single|whole|full)[\s-](?:single\s|whole\s|full\s)?{unit}\b"
_OFTEN_BEFORE = re.compile(r"\b(?:once|twice|times|every)\s$", re.IGNORECASE)
_SAYS_HOW_OFTEN = r"\b(?:an?|every|each|per)\s{unit}\b|\b(?:{unit}|dai|annual)ly\b"
_COUNTED_ASIDE = re.compile(r"\b(?:the|these|those|between|both)\s$", re.IGNORECASE)
_NAME_GOES_ON = re.compile(r"\s[A-Z]")
_SMALL = 2
_LOOK_BACK = 20


@dataclass(slots=True)
class _Found:
    """What the evidence has for one value: mentions that state it, bound it otherwise, or say another."""

    holders: list[Mention] = field(default_factory=list)
    turned: list[Mention] = field(default_factory=list)
    rivals: list[Mention] = field(default_factory=list)


def compare_numbers(
    claim: Statement, evidence: Evidence, subject: frozenset[str] = frozenset()
) -> Comparison:
    """Look up every value of the claim; `subject` are stems of what a pronoun in the claim stands for."""
    demanded = [
        quantity
        for quantity in claim.quantities
        if quantity.text.lower() not in _NOT_DEMANDED
        and not _is_number_of_step(quantity, claim)
        and not _is_part_of_name(quantity, claim)
    ]
    outcomes = [(quantity, _compare(quantity, claim, evidence, subject)) for quantity in demanded]
    stated = [quantity for quantity, outcome in outcomes if isinstance(outcome, Match)]
    findings = (
        outcome
        for quantity, outcome in outcomes
        if isinstance(outcome, Finding)
        and (outcome.evidence_value is not None or _is_demanded(quantity, claim))
        and not (outcome.evidence_value is None and _is_said_otherwise(quantity, claim, evidence))
        and not any(converts(quantity, other) for other in stated)
    )
    return Comparison(
        tuple(outcome for _, outcome in outcomes if isinstance(outcome, Match)), tuple(findings)
    )


def _compare(
    quantity: Quantity, claim: Statement, evidence: Evidence, subject: frozenset[str]
) -> Match | Finding:
    about = claim.stems_without(quantity.span) | subject
    found = _look_up(quantity, claim, evidence)
    if found.holders:
        rightful = _find_rightful(quantity, claim, evidence, found=found, subject=subject)
        if rightful:
            return _mismatch(quantity, quantity.text, rightful.text, rightful)
        holder = _best(found.holders, about)
        return Match(quantity.span, quantity.text, holder.text, holder.sentence.where)
    if found.turned and _is_covered(turned := _best(found.turned, about), about):
        return _mismatch(quantity, claim.text[slice(*quantity.phrase)], _phrase_of(turned), turned)
    if found.rivals and _is_covered(rival := _best(found.rivals, about), about):
        if rival.text == quantity.text:
            return _mismatch(quantity, claim.text[slice(*quantity.phrase)], _phrase_of(rival), rival)
        return _mismatch(quantity, quantity.text, rival.text, rival)
    if found.turned:
        turned = _best(found.turned, about)
        return Match(quantity.span, quantity.text, turned.text, turned.sentence.where)
    return Finding(ReasonCode.NUMBER_NOT_FOUND, quantity.span, quantity.text)


def _phrase_of(mention: Mention) -> str:
    return mention.sentence.statement.text[slice(*mention.own)]


def _mismatch(quantity: Quantity, mine: str, theirs: str, mention: Mention) -> Finding:
    return Finding(ReasonCode.NUMBER_MISMATCH, quantity.span, mine, theirs, mention.sentence.where)


def _look_up(quantity: Quantity, claim: Statement, evidence: Evidence) -> _Found:
    roughly = bool(_ROUGHLY.search(claim.text[max(0, quantity.span[0] - _LOOK_BACK) : quantity.span[0]]))
    found = _Found()
    for sentence in evidence.with_values_near(claim.stems):
        theirs = sentence.statement.quantities
        held = find_stating(quantity, theirs, roughly=roughly)
        if held:
            turned = is_turned(quantity, held) and not _has_negation(sentence.statement, claim)
            (found.turned if turned else found.holders).append(_mention(sentence, held))
        alike = (other for other in theirs if other is not held and _is_alike(quantity, other, held))
        found.rivals.extend(
            _mention(sentence, other)
            for other in alike
            if not find_stating(quantity, (other,), roughly=roughly)
            and not _is_stated_too(other, quantity, claim)
        )
    return found


def _is_alike(quantity: Quantity, other: Quantity, held: Quantity | None) -> bool:
    """Whether another value of a sentence is of this one's kind, be it by leaving out what it counts."""
    if held is not None and held.unit == other.unit and is_bare(other):
        return True
    return could_replace(quantity, other)


def _is_stated_too(other: Quantity, quantity: Quantity, claim: Statement) -> bool:
    """Whether the claim gives the evidence's other value as well, in this place or another."""
    if states_a_part(quantity, other) and not other.dates:
        return other.period == quantity.period
    return any(
        find_stating(mine, (other,), roughly=False) for mine in claim.quantities if mine is not quantity
    )


def _has_negation(theirs: Statement, mine: Statement) -> bool:
    """Whether "not" stands in one of the two only: then a bound from the other side may say the same."""
    return bool(_NEGATION.search(theirs.text)) != bool(_NEGATION.search(mine.text))


def _find_rightful(
    quantity: Quantity, claim: Statement, evidence: Evidence, *, found: _Found, subject: frozenset[str]
) -> Mention | None:
    """Return whose value the claim's words ask for, when no mention of its own value belongs to them."""
    alike = (other for other in claim.quantities if other is not quantity and could_replace(quantity, other))
    others = [other.span for other in alike]
    about = own_words(claim, quantity.span, others) - claim.stems_inside(quantity.phrase)
    near = clause_words(claim, quantity.span)
    rightful = None
    for held in found.holders:
        rightful = find_rightful(held, found.rivals, evidence, asked=Asked(about, subject, near))
        if rightful is None:
            return None
    return rightful


def _mention(sentence: EvidenceSentence, quantity: Quantity) -> Mention:
    return Mention(sentence, quantity.span, quantity.phrase, quantity.text, elliptical=is_bare(quantity))


def _is_covered(mention: Mention, about: frozenset[str]) -> bool:
    return len(about & mention.sentence.statement.stems) >= RIVAL_COVERAGE * max(len(about), 1)


def _best(mentions: list[Mention], about: frozenset[str]) -> Mention:
    return max(mentions, key=lambda mention: len(about & mention.sentence.statement.stems))


def _is_demanded(quantity: Quantity, claim: Statement) -> bool:
    """Whether the evidence must have the value: not the two of "the two"."""
    if quantity.text.lower() in _LOOSE:
        return False
    before = claim.text[max(0, quantity.span[0] - _LOOK_BACK) : quantity.span[0]]
    return not (list(quantity.values) == [_SMALL] and _COUNTED_ASIDE.search(before))


def _is_number_of_step(quantity: Quantity, claim: Statement) -> bool:
    before = claim.text[max(0, quantity.span[0] - _LOOK_BACK) : quantity.span[0]]
    return quantity.label is EntityLabel.CARDINAL and bool(_NUMBERED.search(before))


def _is_part_of_name(quantity: Quantity, claim: Statement) -> bool:
    """Whether a number is written as part of a name: "The Four Tops", not "Four of them"."""
    start, end = quantity.span
    inside = start > 0 and claim.text[start - 1] in " -"
    spelled = quantity.text.isalpha() and quantity.text.istitle()
    return inside and spelled and bool(_NAME_GOES_ON.match(claim.text, end))


def _is_said_otherwise(quantity: Quantity, claim: Statement, evidence: Evidence) -> bool:
    """Whether the evidence speaks of one such time, or of the same rhythm, in words that are no value."""
    one = _ONE_OF.fullmatch(quantity.text)
    if one is None:
        return False
    before = claim.text[max(0, quantity.span[0] - _LOOK_BACK) : quantity.span[0]]
    said = _SAYS_HOW_OFTEN if _OFTEN_BEFORE.search(before) else _SAYS_ONE
    pattern = re.compile(said.format(unit=one.group(1).lower()), re.IGNORECASE)
    return any(pattern.search(sentence.statement.text) for sentence in evidence.sentences)
