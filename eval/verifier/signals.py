"""The verifier run on labelled answers, and what each of its signals says alone."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp

from eval.verifier.rows import LabelledAnswer
from verify.grounding.citation_markers import strip_citation_markers
from verify.grounding.scoring import Signals, share_kept
from verify.grounding.thresholds import VERBATIM_SCORE
from verify.grounding.tuning import Tuning
from verify.grounding.verdict import ClaimVerdict, ReasonCode, Span, Verdict, Verification
from verify.grounding.verifier import GroundingVerifier
from verify.grounding.words import content_stems

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
    stands nowhere in the contexts. `tagger` is the tagger's probability that the claim is unsupported, 0
    where none is used, `without_tagger` the probability of support by all else, and `kept` what the findings
    leave of it.
    """

    entities: int
    numbers: int
    polarity: int
    cosine: float
    coverage: float
    novelty: float
    tagger: float
    without_tagger: float
    kept: float


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
    """The verifier as it is served."""

    verifier: GroundingVerifier

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
        measured = dict(self.verifier.measure(row.answer, row.contexts, question=row.question))
        known = content_stems("\n".join(row.contexts))
        return JudgedAnswer(
            labelled=row,
            verification=verification,
            claims=tuple(
                JudgedClaim(
                    claim,
                    read_signals(
                        claim, measured.get((claim.start, claim.end)), known, tuning=self.verifier.tuning
                    ),
                    row.is_marked(claim.start, claim.end),
                )
                for claim in verification.claims
            ),
            novelty=measure_novelty(row.answer, known),
            milliseconds=spent,
        )


def read_signals(
    claim: ClaimVerdict, signals: Signals | None, known: frozenset[str], *, tuning: Tuning
) -> ClaimSignals:
    """Tell the signals apart; a claim without any stands verbatim in the evidence."""
    codes = Counter(reason.code for reason in claim.reasons)
    tags = signals.tags if signals else None
    return ClaimSignals(
        entities=_count(codes, ENTITIES),
        numbers=_count(codes, NUMBERS),
        polarity=_count(codes, POLARITY),
        cosine=signals.similarity.cosine if signals else 1.0,
        coverage=signals.similarity.window_coverage if signals else 1.0,
        novelty=measure_novelty(strip_citation_markers(claim.text).text, known),
        tagger=1 / (1 + exp(-tags.whole)) if tags else 0.0,
        without_tagger=tuning.probability_of_support(replace(signals, tags=None))
        if signals
        else VERBATIM_SCORE,
        kept=share_kept(signals.codes) if signals else 1.0,
    )


def measure_novelty(text: str, known: frozenset[str]) -> float:
    """Return the share of the text's content words whose stem is not known; 0 when it has none."""
    stems = content_stems(text)
    return len(stems - known) / len(stems) if stems else 0.0


def _count(codes: Counter[ReasonCode], wanted: Sequence[ReasonCode]) -> int:
    return sum(codes[code] for code in wanted)
