"""Finds claims that turn the evidence round: a negation more or less, an opposite, "all" for "some".

Only near paraphrases are compared, clause against clause: sentences that merely share words often differ in
polarity without contradicting each other.
"""

import re
from dataclasses import dataclass

from verify.grounding.clauses import Clause, clauses_of, without_polar, written
from verify.grounding.comparisons import Order, compare_order
from verify.grounding.evidence import Evidence, EvidenceSentence
from verify.grounding.findings import Finding
from verify.grounding.polarity_words import (
    AVERSIONS,
    DENIALS,
    POLES,
    are_on_one_side,
    are_opposite,
    are_other_frequencies,
)
from verify.grounding.quantifiers import find_overstatement
from verify.grounding.statement import Statement
from verify.grounding.thresholds import POLARITY_COVERAGE, POLARITY_PEERS
from verify.grounding.verdict import ReasonCode, Span
from verify.grounding.words import Word

_SENTENCES_COMPARED = 8
_ITEM_WORDS = 2
_JOINING = frozenset({"and", "or", "nor"})
_PRONOUN_START = re.compile(r"\W*(?:it|they|he|she|this|these|that|those|others?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Flip:
    claim_span: Span
    claim_value: str
    evidence_value: str


def find_flip(claim: Statement, evidence: Evidence, subject: frozenset[str] = frozenset()) -> Finding | None:
    """Find the turn against the best-matching sentence, unless one that matches as well agrees."""
    about = without_polar(claim.stems | subject)
    ranked = _rank(about, evidence) if about else []
    first: Finding | None = None
    for sentence, share in ranked[:_SENTENCES_COMPARED]:
        if share < max(POLARITY_COVERAGE, POLARITY_PEERS * ranked[0][1]):
            break
        compared, flip = _compare(claim, sentence, evidence, subject)
        if compared and flip is None:
            return None
        if flip and first is None:
            first = Finding(
                ReasonCode.NEGATION_MISMATCH,
                flip.claim_span,
                flip.claim_value,
                flip.evidence_value,
                sentence.where,
            )
    return first


def _rank(about: frozenset[str], evidence: Evidence) -> list[tuple[EvidenceSentence, float]]:
    """Return sentences with the share of the stems in them, what their pronouns stand for included."""
    found = []
    for number, share in evidence.rank(about):
        sentence = evidence.sentences[number]
        carried = _carried(sentence, evidence)
        whole = len(about & (sentence.statement.stems | carried)) / len(about) if carried else share
        found.append((sentence, whole))
    return sorted(found, key=lambda each: (-each[1], each[0].number))


def _carried(sentence: EvidenceSentence, evidence: Evidence) -> frozenset[str]:
    if sentence.number == 0 or not _PRONOUN_START.match(sentence.statement.text):
        return frozenset()
    before = evidence.sentences[sentence.number - 1]
    return before.statement.stems if before.where.context == sentence.where.context else frozenset()


def _compare(
    claim: Statement, sentence: EvidenceSentence, evidence: Evidence, subject: frozenset[str]
) -> tuple[bool, _Flip | None]:
    """Return whether the two speak of the same, and how the claim turns what the sentence says."""
    theirs = sentence.statement
    order = compare_order(claim, theirs)
    if order is Order.RESTATED:
        return True, None
    if order is Order.TURNED:
        return True, _Flip((0, len(claim.text)), claim.text, theirs.text)
    compared = False
    their_clauses = clauses_of(theirs, _carried(sentence, evidence))
    for mine in _whole_clauses(clauses_of(claim, subject)):
        peers = _peers_of(mine, their_clauses)
        flips = [_flip_of(mine, other, claim=claim, theirs=theirs) for other in peers]
        compared = compared or bool(flips)
        if flips and None not in flips:
            return True, flips[0]
    return compared, None


def _whole_clauses(clauses: list[Clause]) -> list[Clause]:
    """Leave out the bare items of a list: they are parts of the statement before them."""
    return [clause for clause in clauses if len(clauses) == 1 or _count_words(clause) > _ITEM_WORDS]


def _count_words(clause: Clause) -> int:
    return len(clause.words) - (written(clause.words[0]) in _JOINING)


def _peers_of(mine: Clause, theirs: list[Clause]) -> list[Clause]:
    """Return the clauses about the same thing, of these those that share most."""
    peers = [other for other in theirs if _are_about_the_same(mine, other)]
    most = max((_shared(mine.stems, peer.stems | peer.inherited) for peer in peers), default=0)
    return [peer for peer in peers if _shared(mine.stems, peer.stems | peer.inherited) == most]


def _are_about_the_same(mine: Clause, other: Clause) -> bool:
    """Whether each clause has most of the other's words, and both stand under the same condition if any."""
    if not _shared(mine.stems, other.stems):
        return False
    known = _shared(mine.stems, other.stems | other.inherited)
    theirs = _shared(other.stems, mine.stems | mine.inherited)
    if known < POLARITY_COVERAGE * len(mine.stems) or theirs < POLARITY_COVERAGE * len(other.stems):
        return False
    shared = len(mine.condition & other.condition)
    return shared >= POLARITY_COVERAGE * max(len(mine.condition), len(other.condition))


def _shared(stems: frozenset[str], others: frozenset[str]) -> int:
    """Count the stems that the others have, or have the opposite of."""
    found = stems & others
    poles = [stem for stem in stems - found if stem in POLES]
    return len(found) + sum(
        any(are_on_one_side(stem, other) or are_opposite(stem, other) for other in others) for stem in poles
    )


def _flip_of(mine: Clause, other: Clause, *, claim: Statement, theirs: Statement) -> _Flip | None:
    if mine.is_negative != other.is_negative:
        return _negation_flip(mine, other, claim=claim, theirs=theirs)
    # In a clause aside, as of a list of events, an opposite is more often another event.
    is_main = 2 * len(without_polar(mine.stems)) >= len(without_polar(claim.stems))
    if is_main and (opposite := _find_opposites(mine, other)):
        return _Flip(opposite[0].span, opposite[0].written, opposite[1].written)
    if quantified := find_overstatement(mine, other):
        return _Flip(quantified[0].span, quantified[0].written, quantified[1].written)
    return None


def _negation_flip(mine: Clause, other: Clause, *, claim: Statement, theirs: Statement) -> _Flip | None:
    """Compare what each negation reaches first with the other clause: "not allowed" is "forbidden"."""
    for clause, against in ((mine, other), (other, mine)):
        for cue, reached in clause.reaches:
            pair = _first_shared(cue, reached, against)
            if pair is None:
                continue
            word, there = pair
            turned = are_opposite(word.stem, there.stem)
            if ((word.span in clause.negated) != (there.span in against.negated)) == turned:
                return None
            if written(cue) in AVERSIONS:
                continue
            text = claim.text if clause is mine else theirs.text
            said = (cue.span[0], word.span[1])
            if clause is mine:
                return _Flip(said, text[slice(*said)], there.written)
            return _Flip(there.span, there.written, text[slice(*said)])
    return None


def _first_shared(cue: Word, reached: tuple[Word, ...], against: Clause) -> tuple[Word, Word] | None:
    """Return the first word in reach that the other clause has too; a verb that denies reaches one word."""
    content = [word for word in reached if word.is_content and not word.written[0].isdigit()]
    for word in content[:1] if written(cue) in DENIALS else content:
        for there in against.words:
            if are_on_one_side(word.stem, there.stem) or are_opposite(word.stem, there.stem):
                return word, there
    return None


def _find_opposites(mine: Clause, other: Clause) -> tuple[Word, Word] | None:
    """Find one side here and the other side there, when as many negations stand before both."""
    stems = {word.stem for word in mine.words}
    theirs = {word.stem for word in other.words}
    for word in mine.words:
        if any(are_on_one_side(word.stem, their) for their in theirs):
            continue
        for there in other.words:
            if are_other_frequencies(written(word), written(there)):
                return word, there
            if not are_opposite(word.stem, there.stem):
                continue
            if any(are_on_one_side(there.stem, one) for one in stems):
                continue
            if (word.span in mine.negated) == (there.span in other.negated):
                return word, there
    return None
