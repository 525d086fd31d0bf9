"""How well scores tell wrong from right, as curves: what every threshold finds, and what it costs."""

from dataclasses import dataclass

import numpy as np

from eval.pages.plots import Curve
from eval.sweep import Floats, Sweep

CHANCE = Curve("chance", "guide", np.array([0.0, 1.0]), np.array([0.0, 1.0]))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores swept from the highest; `style` is the class of the style sheet that colours the curves."""

    name: str
    style: str
    sweep: Sweep


def trace_roc(ranking: Ranking) -> Curve:
    sweep = ranking.sweep
    return Curve(ranking.name, ranking.style, _from_zero(sweep.false_alarm_rate), _from_zero(sweep.recall))


def trace_precision(ranking: Ranking) -> Curve:
    """Return precision over recall in steps: between two thresholds lies none, so no slope suggests one."""
    recall, precision = _from_zero(ranking.sweep.recall), ranking.sweep.precision
    across = np.stack([recall[:-1], recall[1:]], axis=-1).ravel()
    return Curve(ranking.name, ranking.style, across, np.repeat(precision, 2))


def trace_base_rate(share: float, style: str = "") -> Curve:
    """Return the precision that guessing reaches whatever it finds."""
    return Curve("base rate", f"guide {style}".rstrip(), np.array([0.0, 1.0]), np.array([share, share]))


def _from_zero(values: Floats) -> Floats:
    return np.concatenate([[0.0], values])
