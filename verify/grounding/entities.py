"""Compares the names, codes, versions and addresses of a claim with the evidence's: each must stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verify.entity import Entity, EntityLabel
from verify.grounding.binding import Asked, Mention, find_rightful
from verify.grounding.evidence import Evidence, EvidenceSentence
from verify.grounding.findings import Comparison, Finding, Match
from verify.grounding.names import NAMES, find_name, find_own_acronym, initials_of, is_defined, name_stems
from verify.grounding.statement import Statement
from verify.grounding.thresholds import RIVAL_COVERAGE
from verify.grounding.verdict import ReasonCode, Span

_IDENTIFIERS = frozenset(
    {EntityLabel.VERSION, EntityLabel.PRODUCT_CODE, EntityLabel.EMAIL, EntityLabel.URL, EntityLabel.PHONE}
)
# Above this share of capitalised words a sentence is set as a title, and capitals say nothing.
_TITLE_CASE_SHARE = 0.6
_SHORTEST_NAME = 2
_VOWELS = frozenset("aeiouy")
# Their products are as often called by their own names.
_MAKERS = frozenset({"Adobe", "Amazon", "Apple", "Google", "Microsoft"})
_LABEL = re.compile(r"[QA]\d{0,2}\s?:\s")
# Words that may stand between a name and what tells the part it plays.
_PASSED_OVER = frozenset({"the", "a", "an", "mr", "mrs", "ms", "dr", "prof"})
# In instructions a name after one of these is any button; it tells nothing of the next one.
_HANDLING = frozenset({"click", "select", "press", "tap", "choos", "open", "use", "button", "menu"})
# Of the words without content, those that give a name its part.
_TELLING = frozenset({"by", "in", "at", "from", "with", "near", "of"})


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
        if _is_label(entity, claim):
            continue
        if entity.label in _IDENTIFIERS:
            outcome = _compare_identifier(entity, claim, evidence, subject)
        elif entity.label in NAMES and names_count:
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
    holders: list[Mention] = []
    rivals: list[Mention] = []
    for sentence in evidence.sentences:
        alike = [other for other in sentence.statement.entities if other.label is entity.label]
        holders.extend(_mention(sentence, other) for other in alike if wanted in identifier_key(other))
        if not holders and _stands_in(entity, wanted, sentence.statement.text):
            return _match(entity, sentence)
        rivals.extend(_mention(sentence, other) for other in alike if not _is_part(wanted, other))
    if holders:
        rivals = [rival for rival in rivals if _play_the_same_part(entity, claim, rival)]
        return _bind(entity, claim, evidence, holders=holders, rivals=rivals)
    return _reject(entity, rivals, claim.stems_without((entity.start, entity.end)) | subject)


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


def _stands_in(entity: Entity, wanted: str, text: str) -> bool:
    """Whether a text has an identifier that was read as none; links also without their signs."""
    if wanted in _compact(text):
        return True
    return entity.label is EntityLabel.URL and _letters(wanted) in _letters(text)


def _is_part(wanted: str, other: Entity) -> bool:
    """Whether one identifier goes on with the other: a link may stand cut off in the evidence."""
    key = identifier_key(other)
    return wanted in key or (other.label is EntityLabel.URL and wanted.startswith(key))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _compact(text: str) -> str:
    return re.sub(r"[\s()–—-]+", "", text.lower())


def _compare_name(
    entity: Entity, claim: Statement, evidence: Evidence, subject: frozenset[str], *, known: frozenset[str]
) -> Match | Finding | None:
    if _is_known(entity, known) or is_defined(claim, entity):
        return None
    holders = _holders(entity, evidence)
    holders = holders or _holders_of_product(entity, evidence)
    if not holders and (short := find_own_acronym(claim, entity)) is not None:
        holders = _holders(short, evidence)
    rivals = [
        rival for rival in _rival_names(entity, claim, evidence) if _play_the_same_part(entity, claim, rival)
    ]
    if holders:
        return _bind(entity, claim, evidence, holders=holders, rivals=rivals)
    return _reject(entity, rivals, claim.stems_without((entity.start, entity.end)) | subject)


def _is_known(entity: Entity, known: frozenset[str]) -> bool:
    """Whether the question has the name, or initials of it that are no word: "bc" for British Columbia."""
    initials = initials_of(entity.text)
    return name_stems(entity.text) <= known or (initials in known and _VOWELS.isdisjoint(initials))


def _is_label(entity: Entity, claim: Statement) -> bool:
    """Whether it is the "Q:" or "A2:" before a line of questions and answers."""
    return entity.start == 0 and _LABEL.match(claim.text) is not None


def _holders_of_product(entity: Entity, evidence: Evidence) -> list[Mention]:
    """Return where a product stands without its maker: Excel, but no "watch" for an Apple Watch."""
    maker, _, rest = entity.text.partition(" ")
    if maker not in _MAKERS or not rest:
        return []
    product = Entity(entity.label, entity.start + len(maker) + 1, entity.end, rest)
    found = _holders(product, evidence)
    return [one for one in found if one.sentence.statement.text[one.span[0]].isupper()]


def _holders(entity: Entity, evidence: Evidence) -> list[Mention]:
    return [
        Mention(sentence, span, span, entity.text)
        for sentence in evidence.sentences
        if (span := find_name(entity, sentence)) is not None
    ]


def _rival_names(entity: Entity, claim: Statement, evidence: Evidence) -> Iterator[Mention]:
    """Yield the evidence's names that are no part of the claim; "Elm Street" may rival "Oak Street"."""
    own = name_stems(entity.text)
    for sentence in evidence.sentences:
        for other in sentence.statement.entities:
            if other.label not in NAMES or len(other.text) < _SHORTEST_NAME:
                continue
            parts = name_stems(other.text)
            if not (parts - own) & claim.all_stems and not (parts <= own or own <= parts):
                yield _mention(sentence, other)


def _bind(
    entity: Entity, claim: Statement, evidence: Evidence, *, holders: list[Mention], rivals: list[Mention]
) -> Match | Finding:
    """Take a name that the evidence has as stated, unless the claim's words belong to another one there."""
    about = claim.stems_without((entity.start, entity.end))
    rightful = None
    for held in holders:
        rightful = find_rightful(held, rivals, evidence, asked=Asked(about, plain=True))
        if rightful is None:
            return _match(entity, held.sentence)
    return _differs(entity, rightful) if rightful else _match(entity, holders[0].sentence)


def _reject(entity: Entity, rivals: list[Mention], about: frozenset[str]) -> Finding:
    rival = _find_rival(rivals, about)
    if rival is None:
        return Finding(ReasonCode.ENTITY_NOT_FOUND, (entity.start, entity.end), entity.text)
    return _differs(entity, rival)


def _differs(entity: Entity, rival: Mention) -> Finding:
    span = (entity.start, entity.end)
    return Finding(ReasonCode.ENTITY_MISMATCH, span, entity.text, rival.text, rival.sentence.where)


def _find_rival(rivals: list[Mention], about: frozenset[str]) -> Mention | None:
    best = max(rivals, key=lambda rival: len(about & rival.sentence.statement.stems), default=None)
    if best is None:
        return None
    shared = len(about & best.sentence.statement.stems)
    return best if shared and shared >= RIVAL_COVERAGE * len(about) else None


def _play_the_same_part(entity: Entity, claim: Statement, rival: Mention) -> bool:
    """Whether the words beside two names are alike: "by" before both, "bought" after both, or one of each."""
    mine = _beside((entity.start, entity.end), claim)
    theirs = _beside(rival.span, rival.sentence.statement)
    if mine.before and mine.before[-1] in theirs.before[-1:]:
        return True
    if mine.after and mine.after[0] in theirs.after[:1]:
        return True
    return _is_agent(mine, theirs) or _is_agent(theirs, mine)


@dataclass(frozen=True, slots=True)
class _Beside:
    """The stems right before and right after a name, without articles."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def _beside(span: Span, statement: Statement) -> _Beside:
    telling = [word for word in statement.words if word.is_content or word.stem in _TELLING]
    telling = [word for word in telling if word.stem not in _HANDLING]
    kept = [word for word in telling if word.stem not in _PASSED_OVER]
    before = [word.stem for word in kept if word.span[1] <= span[0]]
    after = [word.stem for word in kept if word.span[0] >= span[1]]
    return _Beside(tuple(before[-2:]), tuple(after[:1]))


def _is_agent(passive: _Beside, active: _Beside) -> bool:
    """Whether "supplied by X" stands beside "Y supplied"."""
    return len(passive.before) == 2 and passive.before[1] == "by" and passive.before[0] in active.after


def _mention(sentence: EvidenceSentence, entity: Entity) -> Mention:
    span = (entity.start, entity.end)
    return Mention(sentence, span, span, entity.text)


def _match(entity: Entity, sentence: EvidenceSentence) -> Match:
    return Match((entity.start, entity.end), entity.text, entity.text, sentence.where)


def _is_title_case(claim: Statement) -> bool:
    words = [word.written for word in claim.words if word.written[0].isalpha()]
    capitalised = sum(word[0].isupper() for word in words)
    return len(words) >= 4 and capitalised >= _TITLE_CASE_SHARE * len(words)
