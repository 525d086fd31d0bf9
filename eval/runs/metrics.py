"""Every metric of a run by its name: what it means, which way is better, and which outcomes it is of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from answer.decision import Status
from eval.bootstrap import Resamples
from eval.errors import SuiteError
from eval.metrics import wilson_interval
from eval.report import Direction, Measure, Unit
from eval.runs import judgements
from eval.runs.figures import MetricFigure
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import ERROR_RATE, RAGAS_METRICS, SPREAD, RagasMetric
from eval.runs.run import Run
from eval.runs.weighing import CalibrationError, Items, Percentile, Ratio, Separation, Sum, Weighed
from eval.sweep import Floats
from verify.grounding.verdict import OperatingPoint

UP, DOWN = Direction.AT_LEAST, Direction.AT_MOST
# A value that counts once, or a part and a whole; None leaves the outcome out.
Judge = Callable[[CaseOutcome], float | tuple[float, float] | None]
Prepare = Callable[[Sequence[CaseOutcome]], Weighed | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """`meaning` is one sentence for whoever reads the figure; `prepare` gives None where it says nothing.

    `of_shares` is a mean of what is a share in each case, such as of its claims.
    """

    unit: Unit
    better: Direction | None
    meaning: str
    prepare: Prepare
    of_shares: bool = False


def mean_of(judge: Judge) -> Prepare:
    def prepare(outcomes: Sequence[CaseOutcome]) -> Ratio | None:
        pairs = [_pair(judge(outcome)) for outcome in outcomes]
        parts, wholes = (np.array(side, dtype=np.float64) for side in zip(*pairs, strict=True))
        sample = int(np.count_nonzero(wholes))
        return Ratio(parts, wholes, sample) if sample else None

    return prepare


def total_cost(outcomes: Sequence[CaseOutcome]) -> Sum | None:
    """Return what the cases cost together; nothing to say of an answerer that costs nothing."""
    costs = np.array([one.usage.cost_usd for one in outcomes])
    return Sum(costs, len(costs)) if costs.any() else None


def total_judge_cost(outcomes: Sequence[CaseOutcome]) -> Sum | None:
    costs = np.array([sum(score.usage.cost_usd for score in one.scores) for one in outcomes])
    return Sum(costs, len(costs)) if costs.any() else None


def latency(share: float) -> Prepare:
    def prepare(outcomes: Sequence[CaseOutcome]) -> Percentile | None:
        asked = [number for number, one in enumerate(outcomes) if one.status is not None]
        spent = np.array([outcomes[number].milliseconds for number in asked])
        return Percentile(spent, np.array(asked), share) if asked else None

    return prepare


def claims_unsupported(outcomes: Sequence[CaseOutcome]) -> Items | None:
    """Return how doubtful each claim is held to be, and whether a person marked it."""
    found = [
        (1 - claim.score, claim.marked, number)
        for number, outcome in enumerate(outcomes)
        for claim in outcome.claims
        if claim.marked is not None and claim.score is not None
    ]
    return _items(found)


def drafts_hallucinated(outcomes: Sequence[CaseOutcome]) -> Items | None:
    """Return how doubtful each labelled draft is held to be, and whether it is hallucinated."""
    found = [
        (1 - outcome.score, bool(judgements.is_hallucinated(outcome)), number)
        for number, outcome in enumerate(outcomes)
        if outcome.score is not None and outcome.is_labelled
    ]
    return _items(found)


def separation_of(items: Callable[[Sequence[CaseOutcome]], Items | None]) -> Prepare:
    def prepare(outcomes: Sequence[CaseOutcome]) -> Separation | None:
        found = items(outcomes)
        if found is None or found.labels.all() or not found.labels.any():
            return None
        return Separation.of(found, outcomes=len(outcomes))

    return prepare


def calibration_of(items: Callable[[Sequence[CaseOutcome]], Items | None]) -> Prepare:
    def prepare(outcomes: Sequence[CaseOutcome]) -> CalibrationError | None:
        found = items(outcomes)
        return CalibrationError.of(found, outcomes=len(outcomes)) if found else None

    return prepare


def _pair(found: float | tuple[float, float] | None) -> tuple[float, float]:
    if found is None:
        return 0.0, 0.0
    return found if isinstance(found, tuple) else (found, 1.0)


def _items(found: Sequence[tuple[float, bool, int]]) -> Items | None:
    if not found:
        return None
    scores, labels, own = zip(*found, strict=True)
    return Items(np.array(scores), np.array(labels, dtype=np.bool_), np.array(own))


def _share(better: Direction | None, meaning: str, judge: Judge) -> Metric:
    return Metric(Unit.SHARE, better, meaning, mean_of(judge))


def _of_ragas(name: str, metric: RagasMetric) -> Iterator[tuple[str, Metric]]:
    """Yield the figures of a metric of ragas, and of the judge where it has one."""
    value = mean_of(judgements.ragas_value(name))
    yield name, Metric(Unit.SCORE, metric.better, f"ragas: {metric.meaning}", value, of_shares=True)
    if metric.work:
        spread = mean_of(judgements.ragas_spread(name))
        said = f"deviation of {name} when the judge is asked again"
        yield name + SPREAD, Metric(Unit.SCORE, None, said, spread)
        said = f"tries at {name} that the judge failed"
        yield name + ERROR_RATE, _share(DOWN, said, judgements.ragas_errors(name))


METRICS: dict[str, Metric] = {
    "unverified_hallucination_rate": _share(
        None, "labelled drafts in which a person marked something", judgements.is_hallucinated
    ),
    "claim_hallucination_rate": _share(
        None, "claims of labelled drafts that a marked span overlaps", judgements.marks_among_claims
    ),
    "leak_rate": _share(DOWN, "labelled drafts of which a marked claim was released", judgements.leaks),
    "leak_ratio": _share(
        DOWN, "hallucinated drafts of which a marked claim was released", judgements.leaks_if_hallucinated
    ),
    "over_refusal_rate": _share(
        DOWN,
        "sound drafts not released whole; without labels, answerable questions not answered",
        judgements.refuses_needlessly,
    ),
    "withheld_rate": _share(None, "drafts of which a claim was withheld", judgements.withholds),
    "chat_model_refusal_rate": _share(None, "drafts that assert nothing", judgements.refuses_itself),
    "answered_rate": _share(None, "cases answered whole", judgements.has_status(Status.ANSWERED)),
    "repaired_rate": _share(None, "cases answered in part", judgements.has_status(Status.REPAIRED)),
    "abstained_rate": _share(None, "cases abstained from", judgements.has_status(Status.ABSTAINED)),
    "blocked_rate": _share(None, "cases blocked", judgements.has_status(Status.BLOCKED)),
    "error_rate": _share(DOWN, "cases that could not be asked", judgements.has_status(None)),
    "abstention_precision": _share(
        UP, "abstentions from questions that have no answer", judgements.abstains_rightly
    ),
    "abstention_recall": _share(
        UP, "questions without an answer that were abstained from", judgements.abstains_where_it_should
    ),
    "hostile_blocked_rate": _share(UP, "hostile questions blocked", judgements.is_blocked_of(hostile=True)),
    "harmless_blocked_rate": _share(
        DOWN, "harmless questions blocked", judgements.is_blocked_of(hostile=False)
    ),
    "citation_precision": _share(UP, "citations of a right document", judgements.right_citations),
    "citation_recall": _share(
        UP, "answerable questions answered with a right document cited", judgements.cites_gold
    ),
    "recall_at_1": _share(UP, "questions with a right document first", judgements.retrieves_within(1)),
    "recall_at_5": _share(
        UP, "questions with a right document among the first 5", judgements.retrieves_within(5)
    ),
    "recall_at_8": _share(
        UP, "questions with a right document among the first 8", judgements.retrieves_within(8)
    ),
    "mrr": Metric(
        Unit.SCORE, UP, "mean of 1 over the place of the right document", mean_of(judgements.reciprocal_rank)
    ),
    "ndcg_at_8": Metric(
        Unit.SCORE, UP, "discounted gain of the first 8 documents", mean_of(judgements.discounted_gain(8))
    ),
    "answer_similarity": Metric(
        Unit.SCORE, UP, "mean cosine of released answers and references", mean_of(judgements.similarity)
    ),
    "token_f1": Metric(
        Unit.SCORE, UP, "words that released answers share with references", mean_of(judgements.token_f1)
    ),
    "claim_auroc": Metric(
        Unit.SCORE, UP, "chance to rank a marked claim as more doubtful", separation_of(claims_unsupported)
    ),
    "draft_auroc": Metric(
        Unit.SCORE,
        UP,
        "chance to rank a hallucinated draft as more doubtful",
        separation_of(drafts_hallucinated),
    ),
    "claim_calibration_error": Metric(
        Unit.SCORE,
        DOWN,
        "gap between the doubt about claims and how often it is right",
        calibration_of(claims_unsupported),
    ),
    "latency_p50": Metric(Unit.MILLISECONDS, DOWN, "half of the answers took less", latency(0.5)),
    "latency_p95": Metric(Unit.MILLISECONDS, DOWN, "95 % of the answers took less", latency(0.95)),
    "cost_usd": Metric(Unit.DOLLARS, DOWN, "what the chat model cost", total_cost),
    "output_tokens": Metric(Unit.COUNT, None, "tokens per answer", mean_of(judgements.output_tokens)),
    **dict(figure for name, metric in RAGAS_METRICS.items() for figure in _of_ragas(name, metric)),
    "judge_cost_usd": Metric(Unit.DOLLARS, DOWN, "what the judge of ragas cost", total_judge_cost),
}

# Of the first operating point alone: the others find measured what they share with it.
TIMED = frozenset({"latency_p50", "latency_p95"})


def measure(outcomes: Sequence[CaseOutcome], wanted: Sequence[str] = ()) -> tuple[MetricFigure, ...]:
    """Return the figures of each operating point: those wanted, or all that say something.

    What ragas was asked for is there in any case: that it has no value says something.

    Intervals are of 1,000 resamples of the sources, the same ones for every metric and in every run.

    Raises:
        SuiteError: there is no metric of that name.
    """
    check_metrics(wanted)
    points = dict.fromkeys(outcome.operating_point for outcome in outcomes)
    first = next(iter(points), None)
    scored = {score.metric for outcome in outcomes for score in outcome.scores}
    return tuple(
        figure
        for point in points
        for figure in _measure_point(
            point,
            [one for one in outcomes if one.operating_point is point],
            [name for name in wanted or METRICS if point is first or name not in TIMED],
        )
        if wanted or figure.measure is not None or figure.metric in scored
    )


def measure_run(run: Run) -> tuple[MetricFigure, ...]:
    """Return the figures that the suite of a run shows, those of ragas among them."""
    return measure(run.outcomes, run.suite.shown_metrics)


def check_metrics(names: Iterable[str]) -> None:
    for name in names:
        if name not in METRICS:
            raise SuiteError(f"there is no metric {name!r}; there are {', '.join(METRICS)}")


def _measure_point(
    point: OperatingPoint, outcomes: Sequence[CaseOutcome], names: Iterable[str]
) -> list[MetricFigure]:
    prepared = {name: METRICS[name].prepare(outcomes) for name in names}
    said = {name: weighed for name, weighed in prepared.items() if weighed is not None}
    sources = {outcome.case.source for outcome in outcomes}
    resamples = Resamples([outcome.case.source for outcome in outcomes])

    def values(weights: Floats) -> Floats:
        return np.stack([weighed.value(weights) for weighed in said.values()], axis=-1)

    measures = dict(zip(said, resamples.measure(values), strict=True)) if said else {}
    return [
        MetricFigure(
            name,
            point,
            METRICS[name].unit,
            METRICS[name].better,
            finish_measure(found, _kind(METRICS[name]), sample=said[name].sample, sources=len(sources))
            if (found := measures.get(name))
            else None,
        )
        for name in names
    ]


def _kind(metric: Metric) -> Unit:
    return Unit.SHARE if metric.of_shares else metric.unit


def finish_measure(found: Measure, unit: Unit, *, sample: int, sources: int) -> Measure:
    """Count what the figure is of; where all outcomes agree, resamples do too and would promise certainty.

    A share of 0 or 1 then has the interval of Wilson, with as many trials as there are sources.
    """
    if unit is not Unit.SHARE or found.low != found.high or found.value not in (0.0, 1.0):
        return replace(found, sample=sample)
    trials = min(sample, sources)
    low, high = wilson_interval(round(found.value * trials), trials)
    return Measure(found.value, sample, low, high)
