"""Figures over outcomes for any weights of them: so one definition serves value, interval and comparison.

Every `value` maps weights of shape (…, outcomes) to values of shape (…), NaN where the weights leave nothing.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eval.metrics import CALIBRATION_BINS
from eval.sweep import Flags, Floats, ratio

Numbers = NDArray[np.intp]


class Weighed(Protocol):
    @property
    def sample(self) -> int:
        """How many outcomes, or claims of them, the figure is of."""
        ...

    def value(self, weights: Floats) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of `parts` over that of `wholes`, one of each per outcome; 0 where it does not count."""

    parts: Floats
    wholes: Floats
    sample: int

    def value(self, weights: Floats) -> Floats:
        return ratio(weights @ self.parts, weights @ self.wholes, nothing=np.nan)


@dataclass(frozen=True, slots=True)
class Sum:
    amounts: Floats
    sample: int

    def value(self, weights: Floats) -> Floats:
        return np.asarray(weights @ self.amounts)


@dataclass(frozen=True, slots=True)
class Percentile:
    """The smallest value below or at which that share of the weight lies; `own` says whose value each is."""

    values: Floats
    own: Numbers
    share: float

    @property
    def sample(self) -> int:
        return len(self.values)

    def value(self, weights: Floats) -> Floats:
        order = np.argsort(self.values, kind="stable")
        below = np.cumsum(weights[..., self.own[order]], axis=-1)
        first = np.argmax(below >= self.share * below[..., -1:], axis=-1)
        return np.where(below[..., -1] > 0, self.values[order][first], np.nan)


@dataclass(frozen=True, slots=True)
class Items:
    """Scores with their labels, several per outcome perhaps; `own` says to which outcome each belongs."""

    scores: Floats
    labels: Flags
    own: Numbers

    @property
    def sample(self) -> int:
        return len(self.scores)


@dataclass(frozen=True, slots=True)
class Separation:
    """The area under the ROC curve: the share of pairs of one of each kind ranked rightly, ties half.

    `won` counts these pairs by the outcome of the positive one (those of `rows`) and of the negative one, so
    that any weighting is a matrix product; sorting anew for each is twenty times slower.
    """

    won: Floats
    rows: Numbers
    positives: Floats
    negatives: Floats
    sample: int

    @classmethod
    def of(cls, items: Items, *, outcomes: int) -> "Separation":
        rows, row_of = np.unique(items.own[items.labels], return_inverse=True)
        won = np.zeros((len(rows), outcomes))
        order = np.argsort(items.scores[~items.labels], kind="stable")
        below, owners = items.scores[~items.labels][order], items.own[~items.labels][order]
        for row, score in zip(row_of, items.scores[items.labels], strict=True):
            least, most = np.searchsorted(below, score, "left"), np.searchsorted(below, score, "right")
            won[row] += np.bincount(owners[:least], minlength=outcomes)
            won[row] += np.bincount(owners[least:most], minlength=outcomes) / 2
        positives = np.bincount(items.own[items.labels], minlength=outcomes).astype(np.float64)
        negatives = np.bincount(items.own[~items.labels], minlength=outcomes).astype(np.float64)
        return cls(won, rows, positives, negatives, items.sample)

    def value(self, weights: Floats) -> Floats:
        ranked = np.sum((weights[..., self.rows] @ self.won) * weights, axis=-1)
        return ratio(ranked, (weights @ self.positives) * (weights @ self.negatives), nothing=np.nan)


@dataclass(frozen=True, slots=True)
class CalibrationError:
    """The expected calibration error; the bins of equal mass are those of the items as they are.

    `gaps` are the sums of score minus label by outcome and bin, and `counts` how many items an outcome has.
    """

    gaps: Floats
    counts: Floats
    sample: int

    @classmethod
    def of(cls, items: Items, *, outcomes: int) -> "CalibrationError":
        edges = np.percentile(items.scores, np.linspace(0, 100, CALIBRATION_BINS + 1))[1:-1]
        gaps = np.zeros((outcomes, CALIBRATION_BINS))
        np.add.at(gaps, (items.own, np.searchsorted(edges, items.scores)), items.scores - items.labels)
        counts = np.bincount(items.own, minlength=outcomes).astype(np.float64)
        return cls(gaps, counts, items.sample)

    def value(self, weights: Floats) -> Floats:
        return ratio(np.abs(weights @ self.gaps).sum(axis=-1), weights @ self.counts, nothing=np.nan)
