"""Measures every claim of an answer against the evidence: signals and findings, but no verdicts."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from retrieval.embedder import Embedder
from verify.grounding.citation_markers import StrippedText, strip_citation_markers
from verify.grounding.claims import ClaimSplit
from verify.grounding.entities import compare_entities
from verify.grounding.evidence import Evidence, EvidenceReader
from verify.grounding.findings import Finding, Match
from verify.grounding.negation import find_flip
from verify.grounding.novelty import measure_novelty
from verify.grounding.numbers import compare_numbers
from verify.grounding.scoring import Signals
from verify.grounding.similarity import SimilarityMeter
from verify.grounding.statement import Statement, make_statement
from verify.grounding.tagging.reading import ClaimToTag, tag_claims
from verify.grounding.tagging.tagger import Tagger, Tags
from verify.grounding.verdict import EvidenceSpan, Span
from verify.grounding.wording import read_wording
from verify.grounding.words import content_stems
from verify.nlp import EntityFinder

# Answers kept measured: a sweep over the operating points asks for each several times, and so do callers that
# verify what they verified before. By number and by the size of answer and contexts together.
KEPT_ANSWERS = 16
KEPT_CHARACTERS = 100_000

_PRONOUN_START = re.compile(
    r"\W*(?:it|its|they|their|he|his|she|her|this|that|these|those|both)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Measurements:
    """What was found out about a claim: signals, what speaks against it, and which values stand there."""

    signals: Signals
    findings: tuple[Finding, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class MeasuredClaim:
    """`measured` is None where the claim stands word for word in the evidence, at `verbatim`."""

    span: Span
    stripped: StrippedText
    statement: Statement
    verbatim: tuple[EvidenceSpan, ...]
    measured: Measurements | None


@dataclass(frozen=True, slots=True)
class MeasuredAnswer:
    evidence: Evidence
    claims: tuple[MeasuredClaim, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """One claim to measure, with all that its signals may depend on."""

    span: Span
    stripped: StrippedText
    statement: Statement
    verbatim: tuple[EvidenceSpan, ...]
    question_stems: frozenset[str]
    subject: frozenset[str]
    place: int
    tags: Tags | None = None


class AnswerMeter:
    """Depends on the texts only, never on earlier calls; safe to share between threads.

    A claim's measurements depend on the question, the evidence and the claims before it, never on later text.
    """

    def __init__(self, embedder: Embedder, entity_finder: EntityFinder, tagger: Tagger | None) -> None:
        self._embedder = embedder
        self._entity_finder = entity_finder
        self._tagger = tagger
        self._reader = EvidenceReader(entity_finder)
        self._kept: OrderedDict[tuple[str, ...], MeasuredAnswer] = OrderedDict()
        self._lock = Lock()

    @property
    def has_tagger(self) -> bool:
        return self._tagger is not None

    def measure(
        self, answer: str, split: ClaimSplit, contexts: Sequence[str], *, question: str
    ) -> MeasuredAnswer:
        key = (question, answer, *contexts)
        with self._lock:
            if (known := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return known
        measured = self._measure(answer, split, self._reader.read(contexts), question)
        if sum(map(len, key)) <= KEPT_CHARACTERS:
            with self._lock:
                self._kept[key] = measured
                while len(self._kept) > KEPT_ANSWERS:
                    self._kept.popitem(last=False)
        return measured

    def _measure(self, answer: str, split: ClaimSplit, evidence: Evidence, question: str) -> MeasuredAnswer:
        claims = list(self._read_claims(answer, split, evidence, question))
        # One batch for all: the vectors are cached, and a text's vector does not depend on its batch.
        self._embedder.embed_documents([claim.statement.text for claim in claims if not claim.verbatim])
        meter = SimilarityMeter(evidence, self._embedder)
        return MeasuredAnswer(
            evidence,
            tuple(
                MeasuredClaim(
                    claim.span,
                    claim.stripped,
                    claim.statement,
                    claim.verbatim,
                    None if claim.verbatim else _measure_claim(claim, evidence, meter),
                )
                for claim in self._tag(claims, evidence, question)
            ),
        )

    def _tag(self, claims: Sequence[_Claim], evidence: Evidence, question: str) -> Sequence[_Claim]:
        if self._tagger is None or not evidence.sentences:
            return claims
        to_tag = [ClaimToTag(claim.statement, wanted=not claim.verbatim) for claim in claims]
        tags = tag_claims(self._tagger, self._embedder, question, to_tag, evidence)
        return [replace(claim, tags=found) for claim, found in zip(claims, tags, strict=True)]

    def _read_claims(
        self, answer: str, split: ClaimSplit, evidence: Evidence, question: str
    ) -> Iterator[_Claim]:
        question_stems = content_stems(question)
        subject: frozenset[str] = frozenset()
        for place, span in enumerate(split.claims):
            stripped = strip_citation_markers(answer[slice(*span)])
            statement = make_statement(stripped.text, self._entity_finder.find_entities(stripped.text))
            refers_back = bool(_PRONOUN_START.match(stripped.text))
            yield _Claim(
                span=span,
                stripped=stripped,
                statement=statement,
                verbatim=evidence.find_verbatim(statement.text),
                question_stems=question_stems,
                subject=subject if refers_back else frozenset(),
                place=place,
            )
            subject = subject | statement.stems if refers_back else statement.stems


def _measure_claim(claim: _Claim, evidence: Evidence, meter: SimilarityMeter) -> Measurements:
    statement = claim.statement
    findings, matches = _find_differences(claim, evidence)
    settled = frozenset(stem for match in matches for stem in statement.stems_inside(match.span))
    stems = statement.stems
    signals = Signals(
        similarity=meter.measure(statement, settled=settled),
        novelty=measure_novelty(statement, evidence, settled=settled),
        wording=read_wording(statement.text),
        word_count=len(statement.words),
        question_coverage=len(stems & claim.question_stems) / len(stems) if stems else 0.0,
        place=claim.place,
        codes=tuple(finding.code for finding in findings),
        # It does no arithmetic: of a value that the evidence states in other words it knows nothing.
        tags=None if settled - evidence.stems else claim.tags,
    )
    return Measurements(signals, findings, matches)


def _find_differences(claim: _Claim, evidence: Evidence) -> tuple[tuple[Finding, ...], tuple[Match, ...]]:
    """Return what speaks against the claim, and the values that the evidence does state."""
    numbers = compare_numbers(claim.statement, evidence, claim.subject)
    names = compare_entities(claim.statement, evidence, known=claim.question_stems, subject=claim.subject)
    flip = find_flip(claim.statement, evidence, claim.subject)
    findings = (*numbers.findings, *names.findings, *([flip] if flip else []))
    return findings, (*numbers.matches, *names.matches)
