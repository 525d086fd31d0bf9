"""Scores of ragas in words, and which outcomes have none and why: a class of its own, never a zero."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eval.report_table import NOTHING
from eval.runs.run import Run
from eval.runs.score import Failure, RagasScore
from verify.grounding.verdict import OperatingPoint


@dataclass(frozen=True, slots=True)
class Unscored:
    """Of one metric at one operating point: how many outcomes have a value, and why the others have none."""

    metric: str
    at: OperatingPoint
    scored: int
    reasons: Mapping[Failure, int]


def count_unscored(run: Run) -> list[Unscored]:
    """Return the counts for each metric that the run has scores of; an outcome has its commonest reason."""
    metrics = dict.fromkeys(score.metric for outcome in run.outcomes for score in outcome.scores)
    return [_count(run, metric, point) for metric in metrics for point in run.suite.operating_points]


def describe_unscored(run: Run) -> Iterator[str]:
    """Yield a line for each metric that has no value of some outcome."""
    for one in count_unscored(run):
        if one.reasons:
            reasons = ", ".join(f"{count:,} {reason}" for reason, count in one.reasons.items())
            cases = sum(one.reasons.values())
            yield f"{one.metric} at {one.at} has no value for {cases:,} cases: {reasons}"


def describe_score(score: RagasScore) -> str:
    """Return a score in words: "0.75 ±0.10", or why there is none."""
    if score.value is None:
        return str(score.failure or NOTHING)
    spread = f" ±{score.spread:.2f}" if score.spread is not None else ""
    return f"{score.value:.2f}{spread}"


def _count(run: Run, metric: str, point: OperatingPoint) -> Unscored:
    scores = [score for outcome in run.at(point) if (score := outcome.find_score(metric)) is not None]
    reasons = Counter(score.failure for score in scores if score.value is None and score.failure is not None)
    scored = sum(score.value is not None for score in scores)
    return Unscored(metric, point, scored, dict(reasons.most_common()))
