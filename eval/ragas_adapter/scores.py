"""What ragas said of every case, as typed values; nothing here needs ragas."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, stdev

from answer.chat_model import Usage
from eval.bootstrap import Resamples
from eval.report import Measure, Unit
from eval.runs.metrics import finish_measure, mean_of
from eval.runs.outcome import CaseOutcome
from verify.grounding.verdict import OperatingPoint


class Failure(StrEnum):
    """Why a metric has no value for a case; each is counted on its own and none becomes a NaN."""

    ASKING_FAILED = "asking_failed"
    NO_ANSWER = "no_answer"
    NO_REFERENCE = "no_reference"
    NO_CONTEXTS = "no_contexts"
    JUDGE_NONSENSE = "judge_nonsense"
    JUDGE_TIMEOUT = "judge_timeout"
    JUDGE_REFUSED = "judge_refused"
    JUDGE_UNAVAILABLE = "judge_unavailable"
    NOT_DEFINED = "not_defined"


MEANINGS: dict[Failure, str] = {
    Failure.ASKING_FAILED: "the case itself could not be asked",
    Failure.NO_ANSWER: "nothing was released, and the metric is about the answer",
    Failure.NO_REFERENCE: "the case has no reference",
    Failure.NO_CONTEXTS: "there was no evidence",
    Failure.JUDGE_NONSENSE: "the judge's reply was not what it was asked for",
    Failure.JUDGE_TIMEOUT: "the judge took longer than it may",
    Failure.JUDGE_REFUSED: "the judge declined, or its content filter stepped in",
    Failure.JUDGE_UNAVAILABLE: "the judge could not be reached, or was overloaded",
    Failure.NOT_DEFINED: "the metric has no value for such texts",
}


@dataclass(frozen=True, slots=True)
class RagasScore:
    """One metric of one case: a value for each repeat that gave one, a failure for each that did not."""

    metric: str
    case_id: str
    at: OperatingPoint
    values: tuple[float, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def value(self) -> float | None:
        return fmean(self.values) if self.values else None

    @property
    def spread(self) -> float | None:
        """The standard deviation between repeats; None where fewer than two gave a value."""
        return stdev(self.values) if len(self.values) > 1 else None

    @property
    def failure(self) -> Failure | None:
        """The commonest failure; a case may have a value as well, from its other repeats."""
        return Counter(self.failures).most_common(1)[0][0] if self.failures else None


@dataclass(frozen=True, slots=True)
class RagasSummary:
    """One metric over all cases: its mean with an interval of resampled sources.

    `spread` is the mean of the cases' own spreads: what the judge alone makes the value vary. `failed` counts
    failures by kind, each repeat once.
    """

    metric: str
    at: OperatingPoint
    measure: Measure | None
    spread: float | None
    failed: Mapping[Failure, int]


@dataclass(frozen=True, slots=True)
class RagasScores:
    """`calls` and `usage` are what the judge was asked and what it says that it took."""

    scores: tuple[RagasScore, ...]
    summaries: tuple[RagasSummary, ...]
    calls: int = 0
    usage: Usage = field(default_factory=Usage)


def summarise(outcomes: Sequence[CaseOutcome], scores: Sequence[RagasScore]) -> tuple[RagasSummary, ...]:
    """Return a summary for each metric at each operating point, in the order of the scores."""
    groups = dict.fromkeys((score.metric, score.at) for score in scores)
    return tuple(
        _summarise_one(
            [one for one in outcomes if one.operating_point is point],
            [score for score in scores if (score.metric, score.at) == (metric, point)],
        )
        for metric, point in groups
    )


def _summarise_one(outcomes: Sequence[CaseOutcome], scores: Sequence[RagasScore]) -> RagasSummary:
    spreads = [score.spread for score in scores if score.spread is not None]
    return RagasSummary(
        metric=scores[0].metric,
        at=scores[0].at,
        measure=_measure(outcomes, {score.case_id: score.value for score in scores}),
        spread=fmean(spreads) if spreads else None,
        failed=Counter(failure for score in scores for failure in score.failures),
    )


def _measure(outcomes: Sequence[CaseOutcome], values: Mapping[str, float | None]) -> Measure | None:
    weighed = mean_of(lambda outcome: values.get(outcome.case.id))(outcomes)
    if weighed is None:
        return None
    sources = [outcome.case.source for outcome in outcomes]
    (measure,) = Resamples(sources).measure(lambda weights: weighed.value(weights)[..., None])
    if measure is None:
        return None
    return finish_measure(measure, Unit.SHARE, sample=weighed.sample, sources=len(set(sources)))
