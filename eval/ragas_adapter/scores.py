"""What ragas said of every case, as typed values; nothing here needs ragas."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from answer.chat_model import Usage
from eval.bootstrap import Resamples
from eval.ragas_adapter.fields import find_gap
from eval.report import Measure, Unit
from eval.runs.metrics import finish_measure, mean_of
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import RAGAS_METRICS, get_metric
from eval.runs.score import Failure, RagasScore
from verify.grounding.verdict import OperatingPoint


@dataclass(frozen=True, slots=True)
class ScoreJob:
    """One metric of one outcome, to be taken so many times."""

    outcome: CaseOutcome
    metric: str
    repeats: int = 1

    @property
    def is_judged(self) -> bool:
        return RAGAS_METRICS[self.metric].work is not None

    @property
    def gap(self) -> Failure | None:
        return find_gap(self.outcome, RAGAS_METRICS[self.metric].needs)


def plan_jobs(outcomes: Sequence[CaseOutcome], wanted: Sequence[str], *, repeats: int) -> list[ScoreJob]:
    """Return a job for each metric of each outcome; without a judge nothing varies, so once is enough."""
    taken = {name: repeats if get_metric(name).work else 1 for name in wanted}
    return [ScoreJob(outcome, name, often) for outcome in outcomes for name, often in taken.items()]


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
