"""Compares the names, codes, versions and addresses of a claim with the evidence's: each must stand there."""

import re

from verify.entity import Entity, EntityLabel
from verify.grounding.evidence import Evidence, EvidenceSentence
from verify.grounding.findings import Comparison, Finding, Match
from verify.grounding.statement import Statement
from verify.grounding.thresholds import RIVAL_COVERAGE
from verify.grounding.verdict import ReasonCode
from verify.grounding.words import find_words

_NAMES = frozenset({EntityLabel.NAME, EntityLabel.ACRONYM})
_IDENTIFIERS = frozenset(
    {EntityLabel.VERSION, EntityLabel.PRODUCT_CODE, EntityLabel.EMAIL, EntityLabel.URL, EntityLabel.PHONE}
)
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "sir", "the", "of", "de", "van", "von", "der", "la", "&", "and"}
)
# Above this share of capitalised words a sentence is set as a title, and capitals say nothing.
_TITLE_CASE_SHARE = 0.6


def compare_entities(
    claim: Statement,
    evidence: Evidence,
    *,
    known: frozenset[str] = frozenset(),
    subject: frozenset[str] = frozenset(),
) -> Comparison:
    """Look up every name and identifier of the claim; the question's stems are `known`."""
    matches: list[Match] = []
    findings: list[Finding] = []
    names_count = not _is_title_case(claim)
    outcome: Match | Finding | None
    for entity in claim.entities:
        if entity.label in _IDENTIFIERS:
            outcome = _compare_identifier(entity, claim, evidence, subject)
        elif entity.label in _NAMES and names_count:
            outcome = _compare_name(entity, claim, evidence, subject, known=known)
        else:
            continue
        if isinstance(outcome, Match):
            matches.append(outcome)
        elif outcome is not None:
            findings.append(outcome)
    return Comparison(tuple(matches), tuple(findings))


def _compare_identifier(
    entity: Entity, claim: Statement, evidence: Evidence, subject: frozenset[str]
) -> Match | Finding:
    wanted = identifier_key(entity)
    span = (entity.start, entity.end)
    rivals: list[tuple[EvidenceSentence, str]] = []
    for sentence in evidence.sentences:
        if wanted in _compact(sentence.statement.text):
            return Match(span, entity.text, entity.text, sentence.where)
        rivals.extend(
            (sentence, other.text) for other in sentence.statement.entities if other.label is entity.label
        )
    rival = _find_rival(rivals, claim.stems_without(span) | subject)
    if rival:
        return Finding(ReasonCode.ENTITY_MISMATCH, span, entity.text, rival[1], rival[0].where)
    return Finding(ReasonCode.ENTITY_NOT_FOUND, span, entity.text)


def identifier_key(entity: Entity) -> str:
    """Return what must stand in the evidence: "version 2.3" and "v2.3" are one, "KX-200" and "KX 200" too."""
    text = entity.text
    if entity.label is EntityLabel.VERSION:
        text = re.sub(r"^(?:versions?|release|v)\s?", "", text, flags=re.IGNORECASE)
    if entity.label is EntityLabel.URL:
        text = re.sub(r"^https?://(?:www\.)?", "", text).rstrip("/")
    if entity.label is EntityLabel.PHONE:
        text = re.sub(r"^\+", "", text)
    return _compact(text)


def _compact(text: str) -> str:
    return re.sub(r"[\s()–—-]+", "", text.lower())


def _compare_name(
    entity: Entity, claim: Statement, evidence: Evidence, subject: frozenset[str], *, known: frozenset[str]
) -> Match | Finding | None:
    span = (entity.start, entity.end)
    parts = _name_stems(entity.text)
    if parts <= known:
        return None
    if entity.label is EntityLabel.ACRONYM and _has_initials(claim, entity.text.lower()):
        return None
    if holder := find_name(entity, evidence):
        return Match(span, entity.text, entity.text, holder.where)
    rivals = [
        (sentence, other.text)
        for sentence in evidence.sentences
        for other in sentence.statement.entities
        if other.label in _NAMES and not _name_stems(other.text) & claim.all_stems
    ]
    rival = _find_rival(rivals, claim.stems_without(span) | subject)
    if rival:
        return Finding(ReasonCode.ENTITY_MISMATCH, span, entity.text, rival[1], rival[0].where)
    return Finding(ReasonCode.ENTITY_NOT_FOUND, span, entity.text)


def find_name(entity: Entity, evidence: Evidence) -> EvidenceSentence | None:
    """Find a sentence with all parts of a name, its initials, or the long form of an acronym."""
    parts = _name_stems(entity.text)
    initials = "".join(
        word.written[0] for word in find_words(entity.text) if word.stem not in _TITLES
    ).lower()
    letters = entity.text.lower().removesuffix("s") if entity.text[-1:] == "s" else entity.text.lower()
    for sentence in evidence.sentences:
        stems = sentence.statement.all_stems
        if parts <= stems:
            return sentence
        if len(initials) >= 2 and initials in stems:
            return sentence
        if entity.label is EntityLabel.ACRONYM and _has_initials(sentence.statement, letters):
            return sentence
    return None


def _has_initials(statement: Statement, letters: str) -> bool:
    initials = "".join(word.written[0] for word in statement.words if word.stem not in _TITLES).lower()
    return len(letters) >= 3 and letters in initials


def _name_stems(text: str) -> frozenset[str]:
    stems = frozenset(word.stem for word in find_words(text))
    return stems - _TITLES or stems


def _find_rival(
    rivals: list[tuple[EvidenceSentence, str]], about: frozenset[str]
) -> tuple[EvidenceSentence, str] | None:
    best = max(rivals, key=lambda rival: len(about & rival[0].statement.stems), default=None)
    if best is None or not about or len(about & best[0].statement.stems) < RIVAL_COVERAGE * len(about):
        return None
    return best


def _is_title_case(claim: Statement) -> bool:
    words = [word.written for word in claim.words if word.written[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in words)
    return len(words) >= 4 and capitalised >= _TITLE_CASE_SHARE * len(words)
