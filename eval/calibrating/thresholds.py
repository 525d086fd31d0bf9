"""Which threshold costs least, given what leaks and refusals cost; an answer falls with its worst claim.

A leak is an ungrounded answer that passes whole, a refusal a grounded one that does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from eval.calibrating.fitting import FOLDS, Numbers
from eval.sweep import Flags, Floats, ratio
from verify.grounding.thresholds import MISSING_FACTOR, VERBATIM_SCORE
from verify.grounding.verdict import OperatingPoint

# Above what a missing value leaves of a score, and not above what stands verbatim in the evidence.
CANDIDATES: Floats = np.arange(round(100 * MISSING_FACTOR) + 1, round(100 * VERBATIM_SCORE) + 1) / 100
# How much dearer a leak is at each operating point than the costs given, which are those of `balanced`.
DEARER: Mapping[OperatingPoint, float] = {
    OperatingPoint.LENIENT: 0.625,
    OperatingPoint.BALANCED: 1.0,
    OperatingPoint.STRICT: 3.0,
}


@dataclass(frozen=True, slots=True)
class Costs:
    """What a leak and a refusal cost, in any unit, where a share `base_rate` of the answers is ungrounded."""

    leak: float
    refusal: float
    base_rate: float

    def at(self, point: OperatingPoint) -> "Costs":
        return Costs(self.leak * DEARER[point], self.refusal, self.base_rate)

    def of(self, leaks: Floats, refusals: Floats) -> Floats:
        """Return the cost of an answer from the share of ungrounded that leak and of grounded refused."""
        return self.leak * self.base_rate * leaks + self.refusal * (1 - self.base_rate) * refusals


@dataclass(frozen=True, slots=True)
class Decisions:
    """What became of each answer: whether it passed, and whether it should not have."""

    passed: Flags
    wrong: Flags

    def rates(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the share of ungrounded answers that leak and of grounded ones refused."""
        return _share(weights, self.wrong, self.passed), _share(weights, ~self.wrong, ~self.passed)


def choose_threshold(lowest: Floats, wrong: Flags, costs: Costs) -> float:
    """Return the threshold that costs least on these answers; of equal ones the safest."""
    at = [
        float(costs.of(*Decisions(lowest >= threshold, wrong).rates(np.ones(len(wrong)))))
        for threshold in CANDIDATES
    ]
    least = min(at)
    return float(max(threshold for threshold, cost in zip(CANDIDATES, at, strict=True) if cost == least))


def decide_unseen(lowest: Floats, wrong: Flags, folds: Numbers, costs: Costs) -> Flags:
    """Return which answers pass a threshold that was chosen on the other folds."""
    passed = np.zeros(len(lowest), dtype=np.bool_)
    for fold in range(FOLDS):
        held = folds == fold
        passed[held] = lowest[held] >= choose_threshold(lowest[~held], wrong[~held], costs)
    return passed


def _share(weights: Floats, among: Flags, of: Flags) -> Floats:
    return ratio(weights @ (among & of).astype(np.float64), weights @ among.astype(np.float64))
