"""Figures from outcomes: pure functions, the same result every time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.sweep import Flags, Floats, area_under_roc, sweep_scores

# The normal quantile of a two-sided interval of 95 %.
Z_95 = 1.959963984540054
# Bins of a reliability diagram; more would leave too few items in each to tell luck from bias.
CALIBRATION_BINS = 10


def wilson_interval(successes: int, total: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of a rate; it stays in [0, 1] and is honest for small samples."""
    if not 0 <= successes <= total or total == 0:
        raise ValueError(f"{successes} of {total} is no rate")
    rate, square = successes / total, Z_95**2
    centre = (rate + square / (2 * total)) / (1 + square / total)
    spread = math.sqrt(rate * (1 - rate) / total + square / (4 * total**2))
    margin = Z_95 * spread / (1 + square / total)
    low = 0.0 if successes == 0 else centre - margin
    high = 1.0 if successes == total else centre + margin
    return low, high


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Return the probability that a positive scores above a negative; a tie counts half."""
    if not positives or not negatives:
        raise ValueError("the area under the curve needs scores of both kinds")
    scores = np.array([*positives, *negatives], dtype=np.float64)
    return float(area_under_roc(sweep_scores(scores, np.arange(len(scores)) < len(positives))))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which that share lies, interpolated between its neighbours."""
    if not values or not 0 <= share <= 1:
        raise ValueError("a percentile needs values, and a share between 0 and 1")
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    # This form is exact where both neighbours are equal.
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Items of similar probability: what was predicted of them on average, and how many came true."""

    count: int
    predicted: float
    observed: float


def bin_probabilities(
    probabilities: Floats, labels: Flags, *, bins: int = CALIBRATION_BINS
) -> list[ReliabilityBin]:
    """Cut into bins of equal mass by probability; equal ones share a bin, empty bins are left out."""
    edges = np.percentile(probabilities, np.linspace(0, 100, bins + 1))[1:-1]
    where = np.searchsorted(edges, probabilities)
    members = [where == number for number in range(bins)]
    return [
        ReliabilityBin(int(inside.sum()), float(probabilities[inside].mean()), float(labels[inside].mean()))
        for inside in members
        if inside.any()
    ]


def calibration_error(probabilities: Floats, labels: Flags, *, bins: int = CALIBRATION_BINS) -> float:
    """Return the expected calibration error: the gap of prediction and outcome, weighted by bin size."""
    found = bin_probabilities(probabilities, labels, bins=bins)
    return sum(each.count * abs(each.predicted - each.observed) for each in found) / len(probabilities)
