"""The figures of one detector from its scores and the labels; the same for answers, claims and groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.bootstrap import Resamples
from eval.metrics import calibration_error
from eval.report import Measure
from eval.sweep import (
    Flags,
    Floats,
    Sweep,
    area_under_roc,
    average_precision,
    class_weights,
    f1_of,
    precision_at_recall,
    ratio,
    sweep_scores,
)
from eval.verifier.report import BaseRateFigures, DetectorFigures

BASE_RATES = (0.25, 0.10)
RECALL = 0.8


@dataclass(frozen=True, slots=True)
class Labels:
    """What is true of each item, and the source it comes from."""

    hallucinated: Flags
    resamples: Resamples

    @property
    def has_both_kinds(self) -> bool:
        return bool(self.hallucinated.any() and not self.hallucinated.all())


@dataclass(frozen=True, slots=True)
class Scored:
    """What one detector says of each item: a score, and a decision where it makes one."""

    name: str
    scores: Floats
    flags: Flags | None = None
    is_probability: bool = False


def make_labels(hallucinated: Sequence[bool], sources: Sequence[str]) -> Labels:
    return Labels(np.array(hallucinated, dtype=np.bool_), Resamples(sources))


def measure_detector(scored: Scored, labels: Labels) -> DetectorFigures:
    """Measure one detector.

    The interval of the best F1 is that of its threshold, not of the best threshold in each resample, which
    would flatter it twice.
    """
    sweep = sweep_scores(scored.scores, labels.hallucinated)
    best = int(np.argmax(sweep.f1))
    area, precision, best_f1 = labels.resamples.measure(
        lambda weights: _ranking(sweep_scores(scored.scores, labels.hallucinated, weights), best)
    )
    shipped_f1, shipped_precision, shipped_recall = _measure_decision(scored.flags, labels)
    any_positive = bool(labels.hallucinated.any())
    return DetectorFigures(
        name=scored.name,
        auroc=area,
        average_precision=precision,
        best_f1=best_f1 if any_positive else None,
        best_threshold=float(sweep.thresholds[best]),
        shipped_f1=shipped_f1 if any_positive else None,
        shipped_precision=shipped_precision,
        shipped_recall=shipped_recall if any_positive else None,
        precision_at_80_recall=float(precision_at_recall(sweep, RECALL)) if any_positive else None,
        calibration_error=calibration_error(scored.scores, labels.hallucinated)
        if scored.is_probability
        else None,
        base_rates=tuple(reweigh(scored, labels, rate) for rate in BASE_RATES)
        if labels.has_both_kinds
        else (),
    )


def reweigh(scored: Scored, labels: Labels, base_rate: float) -> BaseRateFigures:
    """Return the figures at another base rate; the best threshold is chosen anew for it."""
    weights = class_weights(labels.hallucinated, base_rate)
    sweep = sweep_scores(scored.scores, labels.hallucinated, weights)
    best = int(np.argmax(sweep.f1))
    f1, precision, _ = (
        (None, None, None)
        if scored.flags is None
        else map(float, _decision(scored.flags, labels.hallucinated, weights))
    )
    return BaseRateFigures(base_rate, float(sweep.f1[best]), float(sweep.precision[best]), f1, precision)


def _ranking(sweep: Sweep, best: int) -> Floats:
    return np.stack([area_under_roc(sweep), average_precision(sweep), sweep.f1[..., best]], axis=-1)


def _measure_decision(
    flags: Flags | None, labels: Labels
) -> tuple[Measure | None, float | None, float | None]:
    if flags is None:
        return None, None, None
    f1, precision, recall = labels.resamples.measure(
        lambda weights: _decision(flags, labels.hallucinated, weights)
    )
    return f1, precision.value if precision else None, recall.value if recall else None


def _decision(flags: Flags, hallucinated: Flags, weights: Floats) -> Floats:
    """Return F1, precision and recall of a decision, for weights of shape (…, items)."""
    caught = weights @ (flags & hallucinated).astype(np.float64)
    alarms = weights @ (flags & ~hallucinated).astype(np.float64)
    positives = weights @ hallucinated.astype(np.float64)
    return np.stack(
        [f1_of(caught, alarms, positives), ratio(caught, caught + alarms), ratio(caught, positives)], axis=-1
    )
