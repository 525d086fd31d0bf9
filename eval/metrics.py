"""Figures from outcomes: pure functions, the same result every time."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

# The normal quantile of a two-sided interval of 95 %.
Z_95 = 1.959963984540054


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
    ordered = sorted(negatives)
    won = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in positives)
    return won / (2 * len(positives) * len(negatives))


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
