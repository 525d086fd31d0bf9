"""The verifier run on labelled answers, and its signals one by one: only this file knows how they are made.

Nearness is measured again with the wing's own functions, because a verdict does not carry it; values that the
evidence states in other words ("half" for 50 %) count as missing words here, which a verdict forgives.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from eval.verifier.rows import LabelledAnswer
from retrieval.embedder import Embedder
from verify.grounding.citation_markers import strip_citation_markers
from verify.grounding.evidence import Evidence, EvidenceReader
from verify.grounding.similarity import measure_similarity
from verify.grounding.statement import make_statement
from verify.grounding.verdict import ClaimVerdict, ReasonCode, Span, Verdict, Verification
from verify.grounding.verifier import GroundingVerifier
from verify.grounding.words import content_stems
from verify.nlp import EntityFinder

NUMBERS = (ReasonCode.NUMBER_MISMATCH, ReasonCode.NUMBER_NOT_FOUND)
ENTITIES = (ReasonCode.ENTITY_MISMATCH, ReasonCode.ENTITY_NOT_FOUND)
POLARITY = (ReasonCode.NEGATION_MISMATCH,)
# Judged before each answer, so that the evidence is warm as it is in a service, and the answer is not.
WARM_UP_CLAIM = "Plumbline checks each claim of an answer before anyone reads it."

OnDone = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ClaimSignals:
    """What each signal alone says of one claim: counts of findings, and shares in [0, 1].

    `coverage` is the share of the claim's content words in the nearest sentences, `novelty` the share that
    stands nowhere in the contexts.
    """

    entities: int
    numbers: int
    polarity: int
    cosine: float
    coverage: float
    novelty: float


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """`unsupported` is the label: whether a marked span overlaps the claim."""

    verdict: ClaimVerdict
    signals: ClaimSignals
    unsupported: bool

    @property
    def span(self) -> Span:
        return self.verdict.start, self.verdict.end

    @property
    def is_flagged(self) -> bool:
        return self.verdict.verdict is not Verdict.SUPPORTED


@dataclass(frozen=True, slots=True)
class JudgedAnswer:
    """`novelty` is the share of the answer's content words that stand nowhere in the contexts."""

    labelled: LabelledAnswer
    verification: Verification
    claims: tuple[JudgedClaim, ...]
    novelty: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Judge:
    """The verifier as it is served, and what its signals are measured again with."""

    verifier: GroundingVerifier
    reader: EvidenceReader
    embedder: Embedder
    entity_finder: EntityFinder

    def judge(self, rows: Iterable[LabelledAnswer], *, on_done: OnDone) -> list[JudgedAnswer]:
        judged = []
        for number, row in enumerate(rows, start=1):
            judged.append(self.judge_one(row))
            on_done(number)
        return judged

    def judge_one(self, row: LabelledAnswer) -> JudgedAnswer:
        self.verifier.verify(WARM_UP_CLAIM, row.contexts, question=row.question)
        started = time.perf_counter()
        verification = self.verifier.verify(row.answer, row.contexts, question=row.question)
        spent = (time.perf_counter() - started) * 1000
        evidence = self.reader.read(row.contexts)
        known = content_stems("\n".join(row.contexts))
        return JudgedAnswer(
            labelled=row,
            verification=verification,
            claims=tuple(
                JudgedClaim(
                    claim, self._measure(claim, evidence, known), row.is_marked(claim.start, claim.end)
                )
                for claim in verification.claims
            ),
            novelty=measure_novelty(row.answer, known),
            milliseconds=spent,
        )

    def _measure(self, claim: ClaimVerdict, evidence: Evidence, known: frozenset[str]) -> ClaimSignals:
        text = strip_citation_markers(claim.text).text
        statement = make_statement(text, self.entity_finder.find_entities(text))
        near = measure_similarity(statement, evidence, self.embedder)
        codes = Counter(reason.code for reason in claim.reasons)
        return ClaimSignals(
            entities=_count(codes, ENTITIES),
            numbers=_count(codes, NUMBERS),
            polarity=_count(codes, POLARITY),
            cosine=near.cosine,
            coverage=near.window_coverage,
            novelty=measure_novelty(text, known),
        )


def open_judge(verifier: GroundingVerifier, embedder: Embedder, entity_finder: EntityFinder) -> Judge:
    """Return a judge; share a caching embedder with the verifier, or each claim is embedded twice."""
    return Judge(verifier, EvidenceReader(entity_finder), embedder, entity_finder)


def measure_novelty(text: str, known: frozenset[str]) -> float:
    """Return the share of the text's content words whose stem is not known; 0 when it has none."""
    stems = content_stems(text)
    return len(stems - known) / len(stems) if stems else 0.0


def _count(codes: Counter[ReasonCode], wanted: Sequence[ReasonCode]) -> int:
    return sum(codes[code] for code in wanted)
