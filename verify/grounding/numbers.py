"""Compares the values of a claim with the evidence's: each must stand there, and for the same thing."""

import re
from fractions import Fraction

from verify.entity import EntityLabel
from verify.grounding.evidence import Evidence, EvidenceSentence
from verify.grounding.findings import Comparison, Finding, Match
from verify.grounding.quantities import Quantity
from verify.grounding.statement import Statement
from verify.grounding.thresholds import RIVAL_COVERAGE, ROUNDING
from verify.grounding.verdict import ReasonCode

_ROUGHLY = re.compile(
    r"\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|some|circa|ca\.)\s*$", re.IGNORECASE
)
# Words that count things and order speech as often as they state a value: never demanded of the evidence.
_NOT_DEMANDED = frozenset({"one", "first", "second", "a hundred", "a thousand", "a million"})
_RIVAL_UNITS = {"working day": frozenset({"second"}), "second": frozenset({"working day"})}
_SAME_UNITS = {
    "pound": frozenset({"pound", "gbp", "lb"}),
    "gbp": frozenset({"gbp", "pound"}),
    "degree": frozenset({"degree", "degree f", "degree c"}),
    "degree f": frozenset({"degree", "degree f"}),
    "degree c": frozenset({"degree", "degree c"}),
}


def compare_numbers(
    claim: Statement, evidence: Evidence, subject: frozenset[str] = frozenset()
) -> Comparison:
    """Look up every value of the claim; `subject` are stems of what a pronoun in the claim stands for."""
    matches: list[Match] = []
    findings: list[Finding] = []
    for quantity in claim.quantities:
        if quantity.text.lower() in _NOT_DEMANDED:
            continue
        outcome = _compare(quantity, claim, evidence, subject)
        if isinstance(outcome, Match):
            matches.append(outcome)
        else:
            findings.append(outcome)
    return Comparison(tuple(matches), tuple(findings))


def _compare(
    quantity: Quantity, claim: Statement, evidence: Evidence, subject: frozenset[str]
) -> Match | Finding:
    about = claim.stems_without(quantity.span) | subject
    roughly = bool(_ROUGHLY.search(claim.text[max(0, quantity.span[0] - 20) : quantity.span[0]]))
    holders: list[tuple[EvidenceSentence, Quantity]] = []
    rivals: list[tuple[EvidenceSentence, Quantity]] = []
    for sentence in _candidates(quantity, evidence):
        theirs = sentence.statement.quantities
        if held := _find_holder(quantity, theirs, roughly):
            holders.append((sentence, held))
        else:
            rivals.extend((sentence, other) for other in theirs if _is_same_kind(quantity, other))
    rival = _best(rivals, about)
    if rival and len(about & rival[0].statement.stems) >= RIVAL_COVERAGE * max(len(about), 1):
        covered = about & rival[0].statement.stems
        if all(_is_less_about(sentence, held, quantity, about, covered) for sentence, held in holders):
            return Finding(
                ReasonCode.NUMBER_MISMATCH, quantity.span, quantity.text, rival[1].text, rival[0].where
            )
    if holder := _best(holders, about):
        return Match(quantity.span, quantity.text, holder[1].text, holder[0].where)
    return Finding(ReasonCode.NUMBER_NOT_FOUND, quantity.span, quantity.text)


def _candidates(quantity: Quantity, evidence: Evidence) -> list[EvidenceSentence]:
    """Return the sentences with values that can state or rival this one, in the evidence's order."""
    units = _units_of(quantity.unit) | _RIVAL_UNITS.get(quantity.unit, frozenset()) | {"count"}
    if quantity.unit == "count" or quantity.label is EntityLabel.MONEY:
        units = frozenset(evidence.units)
    found = {sentence.where: sentence for unit in sorted(units) for sentence in evidence.units.get(unit, ())}
    return list(found.values())


def _is_less_about(
    sentence: EvidenceSentence,
    held: Quantity,
    quantity: Quantity,
    about: frozenset[str],
    covered: frozenset[str],
) -> bool:
    """Whether a sentence with the value speaks of less of the claim than the one that says otherwise."""
    theirs = about & sentence.statement.stems
    other_thing = bool(quantity.nouns and held.nouns) and not set(quantity.nouns[:1]) & set(held.nouns)
    return theirs < covered or (other_thing and theirs <= covered)


def _best(
    candidates: list[tuple[EvidenceSentence, Quantity]], about: frozenset[str]
) -> tuple[EvidenceSentence, Quantity] | None:
    return max(candidates, key=lambda candidate: len(about & candidate[0].statement.stems), default=None)


def _find_holder(quantity: Quantity, theirs: tuple[Quantity, ...], roughly: bool) -> Quantity | None:
    """Return the evidence's quantity that states this one; the two ends of a range may stand apart."""
    if quantity.dates:
        return next((other for other in theirs if _states_date(quantity, other)), None)
    stating = [
        other
        for value, number in zip(quantity.values, quantity.numbers or quantity.values, strict=True)
        if (other := _find_value(value, number, quantity, theirs, roughly)) is not None
    ]
    return stating[0] if len(stating) == len(quantity.values) else None


def _find_value(
    value: Fraction, number: Fraction, quantity: Quantity, theirs: tuple[Quantity, ...], roughly: bool
) -> Quantity | None:
    units = _units_of(quantity.unit)
    for other in theirs:
        if other.unit in units and any(
            _is_equal(value, theirs_value, roughly) for theirs_value in other.values
        ):
            return other
    # "30 or 60 days" and table cells give a number apart from its unit.
    for other in theirs:
        bare = other.unit == "count" and not set(other.nouns) - {"or", "to", "and", "per"}
        if (bare or quantity.unit == "count") and number in other.numbers:
            return other
    return None


def _is_equal(mine: Fraction, theirs: Fraction, roughly: bool) -> bool:
    return mine == theirs or (roughly and abs(mine - theirs) <= ROUNDING * abs(theirs))


def _states_date(quantity: Quantity, other: Quantity) -> bool:
    if other.dates:
        return any(mine.is_part_of(theirs) for mine in quantity.dates for theirs in other.dates)
    return bool(quantity.values) and quantity.values[0] in other.numbers


def _is_same_kind(quantity: Quantity, other: Quantity) -> bool:
    """Whether another value could stand in this one's place: the same unit, and for counts the same noun."""
    if quantity.dates and other.dates:
        return all(mine.disagrees_with(theirs) for mine in quantity.dates for theirs in other.dates)
    if quantity.label is EntityLabel.MONEY and other.label is EntityLabel.MONEY:
        return True
    if other.unit not in _units_of(quantity.unit) | _RIVAL_UNITS.get(quantity.unit, frozenset()):
        return False
    if quantity.unit != "count":
        return quantity.label is not EntityLabel.ORDINAL
    return bool(set(quantity.nouns[:1]) & set(other.nouns[:1]))


def _units_of(unit: str) -> frozenset[str]:
    return _SAME_UNITS.get(unit, frozenset({unit}))
