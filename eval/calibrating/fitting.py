"""Fits the two logistic regressions of a calibration: anew, or by updating one that is known.

An update keeps the known weights as far as the data does not speak against them: intercept and slope of the
known log odds are free, and what each weight departs from them is held small by a ridge penalty, the larger
the less data there is (Steyerberg et al., Statistics in Medicine 23 (2004), 2567–2586).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from eval.calibrating.measuring import MeasuredClaim
from eval.case import hash_of
from eval.sweep import Flags, Floats
from verify.grounding.scoring import Calibration, to_features, to_tagger_features
from verify.grounding.tuning import Tuning

Numbers = NDArray[np.intp]

FOLDS = 5
# Of the squares of the departures, per standard deviation of each signal. The smallest leaves the weights
# to some thousand claims, the largest leaves the known ones as they are but for intercept and slope.
PENALTIES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0)
# Far below any penalty that means something: keeps what is not penalised from running away.
LEAST_PENALTY = 1e-6
MOST_STEPS, MOST_HALVINGS, CLOSE_ENOUGH = 100, 30, 1e-9


@dataclass(frozen=True, slots=True)
class Sample:
    """Claims as rows of numbers, in the order of `names`."""

    names: tuple[str, ...]
    matrix: Floats
    supported: Flags
    sources: tuple[str, ...]

    @classmethod
    def of(cls, claims: Sequence[MeasuredClaim], features: Sequence[Mapping[str, float]]) -> Self:
        return cls(
            names=tuple(features[0]),
            matrix=np.array([list(each.values()) for each in features], dtype=np.float64),
            supported=np.array([claim.supported for claim in claims], dtype=np.bool_),
            sources=tuple(claim.source for claim in claims),
        )

    def part(self, chosen: Flags) -> Self:
        kept = tuple(source for source, wanted in zip(self.sources, chosen, strict=True) if wanted)
        return replace(self, matrix=self.matrix[chosen], supported=self.supported[chosen], sources=kept)

    def log_odds(self, calibration: Calibration) -> Floats:
        weights = np.array([calibration.weights[name] for name in self.names])
        return np.asarray(calibration.intercept + self.matrix @ weights)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A tuning with its penalties; there is none for a tagger that does not read along."""

    tuning: Tuning
    signals_penalty: float
    tagger_penalty: float | None


def sample_signals(claims: Sequence[MeasuredClaim]) -> Sample:
    weighed = [(claim, to_features(claim.signals)) for claim in claims if claim.signals is not None]
    return Sample.of([claim for claim, _ in weighed], [features for _, features in weighed])


def sample_tags(claims: Sequence[MeasuredClaim], signals: Calibration) -> Sample:
    """Return what the tagger says of claims beside the log odds by the other signals."""
    weighed = [
        (claim, to_tagger_features(found.tags, signals.weigh(to_features(found))))
        for claim in claims
        if (found := claim.signals) is not None and found.tags is not None
    ]
    return Sample.of([claim for claim, _ in weighed], [features for _, features in weighed])


def update_tuning(claims: Sequence[MeasuredClaim], known: Tuning, *, origin: str) -> Fitted:
    """Fit both regressions to the claims, held near the known ones; the thresholds stay."""
    signals = sample_signals(claims)
    signals_penalty = choose_penalty(signals, known.signals)
    updated = fit(signals, penalty=signals_penalty, known=known.signals)
    has_tags = any(claim.signals is not None and claim.signals.tags is not None for claim in claims)
    if known.tagger is None or not has_tags:
        return Fitted(Tuning(updated, None, known.supported_at, origin), signals_penalty, None)
    tags = sample_tags(claims, updated)
    tagger_penalty = choose_penalty(tags, known.tagger)
    tagger = fit(tags, penalty=tagger_penalty, known=known.tagger)
    return Fitted(Tuning(updated, tagger, known.supported_at, origin), signals_penalty, tagger_penalty)


def choose_penalty(sample: Sample, known: Calibration) -> float:
    """Return the largest penalty whose loss on unseen sources is that of the best one, give or take chance.

    Chance is one standard error of the difference over the sources (Breiman et al., Classification and
    Regression Trees, 1984): the minimum alone jumps about where sources are few.
    """
    folds = deal_sources(sample.sources, sample.supported)
    losses = np.array([_losses_of_sources(sample, folds, penalty, known) for penalty in PENALTIES])
    best = losses[int(np.argmin(losses.sum(axis=1)))]
    excess = losses - best
    chance = np.sqrt(excess.shape[1]) * excess.std(axis=1)
    return max(
        penalty
        for penalty, more, least in zip(PENALTIES, excess.sum(axis=1), chance, strict=True)
        if more <= least
    )


def _losses_of_sources(sample: Sample, folds: Numbers, penalty: float, known: Calibration) -> Floats:
    """Return the log loss of each source by a model that saw nothing of it."""
    log_odds = np.zeros(len(folds))
    for fold in range(FOLDS):
        held = folds == fold
        log_odds[held] = sample.part(held).log_odds(fit(sample.part(~held), penalty=penalty, known=known))
    _, source_of = np.unique(np.asarray(sample.sources), return_inverse=True)
    losses = _log_losses(log_odds, sample.supported.astype(np.float64))
    return np.bincount(source_of, weights=losses).astype(np.float64)


def deal_sources(sources: Sequence[str], labels: Flags) -> Numbers:
    """Return the fold of each item: a source lies in one, and each fold gets its share of either label."""
    kinds: dict[str, set[bool]] = {}
    for source, label in zip(sources, labels, strict=True):
        kinds.setdefault(source, set()).add(bool(label))
    ordered = sorted(kinds, key=lambda source: (sorted(kinds[source]), hash_of(source)))
    fold_of = {source: place % FOLDS for place, source in enumerate(ordered)}
    return np.array([fold_of[source] for source in sources], dtype=np.intp)


def fit(sample: Sample, *, penalty: float, known: Calibration | None = None) -> Calibration:
    """Return weights for the numbers as they come, not standardised; with `known` as its update."""
    means, scales = sample.matrix.mean(axis=0), sample.matrix.std(axis=0)
    scales[scales == 0] = 1.0
    free = [np.ones(len(sample.matrix))] + ([] if known is None else [sample.log_odds(known)])
    design = np.column_stack([*free, (sample.matrix - means) / scales])
    ridge = np.full(design.shape[1], penalty)
    ridge[: len(free)] = LEAST_PENALTY
    found = _descend(design, sample.supported.astype(np.float64), ridge)
    departures = found[len(free) :] / scales
    intercept = float(found[0] - departures @ means)
    if known is None:
        return _to_calibration(sample.names, intercept, departures)
    slope = float(found[1])
    weights = departures + slope * np.array([known.weights[name] for name in sample.names])
    return _to_calibration(sample.names, intercept + slope * known.intercept, weights)


def _to_calibration(names: Sequence[str], intercept: float, weights: Floats) -> Calibration:
    rounded = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return Calibration(round(intercept, 4), rounded)


def _descend(design: Floats, target: Floats, ridge: Floats) -> Floats:
    """Return the coefficients with the least penalised log loss, by Newton's method with halved steps."""
    found = np.zeros(design.shape[1])
    cost = _penalised(design, target, ridge, found)
    for _ in range(MOST_STEPS):
        probability = _to_probability(design @ found)
        slope = design.T @ (probability - target) + ridge * found
        spread = probability * (1 - probability)
        step = np.linalg.solve((design * spread[:, None]).T @ design + np.diag(ridge), slope)
        for _ in range(MOST_HALVINGS):
            moved = _penalised(design, target, ridge, found - step)
            if moved <= cost:
                break
            step = step / 2
        found, gained, cost = found - step, cost - moved, moved
        if gained <= CLOSE_ENOUGH * max(1.0, abs(cost)):
            break
    return found


def _penalised(design: Floats, target: Floats, ridge: Floats, found: Floats) -> float:
    return float(np.sum(_log_losses(design @ found, target)) + ridge @ found**2 / 2)


def _log_losses(log_odds: Floats, target: Floats) -> Floats:
    return np.asarray(np.logaddexp(0, log_odds) - target * log_odds)


def _to_probability(log_odds: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0, -log_odds)))
