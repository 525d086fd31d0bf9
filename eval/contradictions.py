"""Measures whether the verifier tells a contradiction from a paraphrase, on hand-written pairs by kind.

The pairs of one half are held out: rules are tuned on the failures of the other half only, so the two figures
side by side say how far a rule reaches beyond the sentences that led to it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, Field

from eval.datasets.rows import read_rows
from eval.errors import DatasetError
from eval.metrics import wilson_interval
from verify.grounding.verdict import OperatingPoint, ReasonCode, Verdict, Verification
from verify.grounding.verifier import GroundingVerifier

SHIPPED_PAIRS = Path(__file__).parent / "suites" / "contradictions.jsonl"


class Label(StrEnum):
    """What a person says of the claim, given the evidence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim against a piece of evidence that says the same in other words, or something else."""

    id: str
    kind: str
    evidence: str
    claim: str
    label: Label

    @property
    def is_held_out(self) -> bool:
        """Whether nothing may be tuned on the pair: drawn by its id alone."""
        return int(sha256(self.id.encode()).hexdigest(), 16) % 2 == 1


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A pair with what the verifier said of it."""

    pair: Pair
    verification: Verification

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return tuple(claim.verdict for claim in self.verification.claims)

    @property
    def codes(self) -> frozenset[ReasonCode]:
        return frozenset(reason.code for claim in self.verification.claims for reason in claim.reasons)

    @property
    def is_right(self) -> bool:
        """Whether a paraphrase passes whole, and a contradiction does not; no claim at all is never right."""
        passes = all(verdict is Verdict.SUPPORTED for verdict in self.verdicts)
        return bool(self.verdicts) and passes == (self.pair.label is Label.SUPPORTED)

    @property
    def is_called_contradicted(self) -> bool:
        return Verdict.CONTRADICTED in self.verdicts

    @property
    def fails_by_probability_alone(self) -> bool:
        """Whether a paraphrase falls though nothing in it disagrees: a matter of thresholds, not of rules."""
        return (
            self.pair.label is Label.SUPPORTED
            and not self.is_right
            and self.codes <= {ReasonCode.LOW_SIMILARITY, ReasonCode.WORDS_NOT_SUPPORTED}
        )


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of some pairs are right, and the 95 % interval of their share."""

    right: int
    total: int

    @property
    def share(self) -> float | None:
        """None where there is no pair."""
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson_interval(self.right, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class PairFigures:
    """The figures of one group of pairs.

    `called_contradicted` counts the contradictions that get exactly that verdict, of which `right` needs only
    that they are not supported; `falsely_contradicted` counts the paraphrases that get it.
    """

    right: Accuracy
    paraphrases: Accuracy
    contradictions: Accuracy
    called_contradicted: Accuracy
    falsely_contradicted: Accuracy
    fail_by_probability_alone: int


@dataclass(frozen=True, slots=True)
class ContradictionReport:
    """`tuned` and `held_out` are the two halves; `kinds` goes by the name of the kind."""

    operating_point: OperatingPoint
    whole: PairFigures
    tuned: PairFigures
    held_out: PairFigures
    kinds: dict[str, PairFigures]
    judged: tuple[JudgedPair, ...]


class _PairRow(BaseModel):
    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    evidence: str = Field(min_length=1)
    claim: str = Field(min_length=1)
    label: Label


def read_pairs(file: Path = SHIPPED_PAIRS) -> list[Pair]:
    """Read the pairs in order.

    Raises:
        DatasetError: the file or one of its rows cannot be used, or an id stands in it twice.
    """
    pairs: dict[str, Pair] = {}
    for number, row in read_rows(file, _PairRow):
        if row.id in pairs:
            raise DatasetError(f"{file}, line {number}: the id {row.id!r} stands in an earlier line too")
        pairs[row.id] = Pair(row.id, row.kind, row.evidence, row.claim, row.label)
    return list(pairs.values())


def measure_contradictions(
    verifier: GroundingVerifier,
    pairs: Sequence[Pair],
    *,
    operating_point: OperatingPoint = OperatingPoint.BALANCED,
    on_done: Callable[[int], None] | None = None,
) -> ContradictionReport:
    """Judge every pair by itself and count; `on_done` hears how many are judged so far."""
    judged = []
    for pair in pairs:
        verification = verifier.verify(pair.claim, [pair.evidence], operating_point=operating_point)
        judged.append(JudgedPair(pair, verification))
        if on_done:
            on_done(len(judged))
    return make_report(judged, operating_point=operating_point)


def make_report(judged: Sequence[JudgedPair], *, operating_point: OperatingPoint) -> ContradictionReport:
    kinds = dict.fromkeys(each.pair.kind for each in judged)
    return ContradictionReport(
        operating_point=operating_point,
        whole=_measure(judged),
        tuned=_measure(each for each in judged if not each.pair.is_held_out),
        held_out=_measure(each for each in judged if each.pair.is_held_out),
        kinds={kind: _measure(each for each in judged if each.pair.kind == kind) for kind in kinds},
        judged=tuple(judged),
    )


def _measure(judged: Iterable[JudgedPair]) -> PairFigures:
    group = list(judged)
    paraphrases = [each for each in group if each.pair.label is Label.SUPPORTED]
    contradictions = [each for each in group if each.pair.label is Label.CONTRADICTED]
    return PairFigures(
        right=_share([each.is_right for each in group]),
        paraphrases=_share([each.is_right for each in paraphrases]),
        contradictions=_share([each.is_right for each in contradictions]),
        called_contradicted=_share([each.is_called_contradicted for each in contradictions]),
        falsely_contradicted=_share([each.is_called_contradicted for each in paraphrases]),
        fail_by_probability_alone=sum(each.fails_by_probability_alone for each in group),
    )


def _share(flags: Sequence[bool]) -> Accuracy:
    return Accuracy(sum(flags), len(flags))
