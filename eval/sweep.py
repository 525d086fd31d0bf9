"""What every threshold of a score lets through, and the figures that follow; many weightings at once.

Weights are what makes one function serve three purposes: ones for the figure itself, counts of a resample for
its interval, and class weights for another base rate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sweep:
    """The last axis runs over `thresholds`, the distinct scores from the highest; others over weightings.

    `caught` is the weight of positives that score at least the threshold, `alarms` that of negatives.
    """

    thresholds: Floats
    caught: Floats
    alarms: Floats

    @property
    def positives(self) -> Floats:
        return self.caught[..., -1:]

    @property
    def negatives(self) -> Floats:
        return self.alarms[..., -1:]

    @property
    def precision(self) -> Floats:
        return ratio(self.caught, self.caught + self.alarms)

    @property
    def recall(self) -> Floats:
        return ratio(self.caught, self.positives)

    @property
    def false_alarm_rate(self) -> Floats:
        return ratio(self.alarms, self.negatives)

    @property
    def f1(self) -> Floats:
        return f1_of(self.caught, self.alarms, self.positives)


def sweep_scores(scores: Floats, labels: Flags, weights: Floats | None = None) -> Sweep:
    """Sweep the scores of at least one item; `weights` has the shape (…, items)."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    # Equal scores fall together: a threshold takes all of them or none.
    last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))
    weighed = (np.ones(len(scores)) if weights is None else weights)[..., order]
    return Sweep(
        thresholds=ordered[last],
        caught=np.cumsum(weighed * labels[order], axis=-1)[..., last],
        alarms=np.cumsum(weighed * ~labels[order], axis=-1)[..., last],
    )


def area_under_roc(sweep: Sweep) -> Floats:
    """Return the probability that a positive scores above a negative, ties half; NaN without both kinds."""
    before = np.concatenate([np.zeros_like(sweep.positives), sweep.caught[..., :-1]], axis=-1)
    new_alarms = np.diff(sweep.alarms, axis=-1, prepend=0)
    won = np.sum(new_alarms * (before + sweep.caught) / 2, axis=-1)
    return ratio(won, (sweep.positives * sweep.negatives)[..., 0], nothing=np.nan)


def average_precision(sweep: Sweep) -> Floats:
    """Return the mean of the precisions at which each positive is found; NaN without positives."""
    found = np.diff(sweep.caught, axis=-1, prepend=0)
    return ratio(np.sum(found * sweep.precision, axis=-1), sweep.positives[..., 0], nothing=np.nan)


def precision_at_recall(sweep: Sweep, share: float) -> Floats:
    """Return the best precision of the thresholds that find at least that share of the positives."""
    # A sum of weights may miss the share by its last bit.
    enough: Floats = np.where(sweep.recall >= share - 1e-12, sweep.precision, 0.0)
    return np.asarray(enough.max(axis=-1))


def f1_of(caught: Floats, alarms: Floats, positives: Floats) -> Floats:
    """Return F1 from weights; 0 where there is nothing to find and nothing was marked."""
    return ratio(2 * caught, caught + alarms + positives)


def ratio(part: Floats, whole: Floats, *, nothing: float = 0.0) -> Floats:
    """Divide, with `nothing` where the whole is zero."""
    shape = np.broadcast_shapes(np.shape(part), np.shape(whole))
    divided: Floats = np.full(shape, nothing)
    np.divide(part, whole, out=divided, where=np.broadcast_to(whole != 0, shape))
    return divided


def class_weights(labels: Flags, base_rate: float) -> Floats:
    """Return weights under which the positives make up `base_rate` of the whole.

    With π the share of positives as they are and b the base rate wanted, a positive weighs b / π and a
    negative (1 - b) / (1 - π). Recall and false-alarm rate stay as they are, precision and F1 change.
    """
    observed = float(np.mean(labels))
    return np.where(labels, base_rate / observed, (1 - base_rate) / (1 - observed))
