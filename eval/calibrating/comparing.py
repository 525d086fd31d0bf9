"""A new calibration beside the shipped one on the same rows: figures and differences, with intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.bootstrap import Resamples
from eval.calibrating.fitting import Numbers
from eval.calibrating.scored import Labels, Scores
from eval.calibrating.thresholds import Costs, Decisions, choose_threshold, decide_unseen
from eval.report import Measure, Unit
from eval.runs.weighing import CalibrationError, Items
from eval.sweep import Flags, Floats, area_under_roc, sweep_scores
from verify.grounding.tuning import Tuning
from verify.grounding.verdict import OperatingPoint

AUROC, ERROR = "AUROC", "calibration error"
# Maps weights of shape (…, items) to figures of shape (…, number of figures): the new and the shipped ones.
Both = Callable[[Floats], Sequence[Floats]]
LEAKS, REFUSALS, COST = "ungrounded that pass", "grounded refused", "cost per answer"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of both; None where it is not defined. `difference` is the new one less the shipped one."""

    name: str
    unit: Unit
    new: Measure | None
    shipped: Measure | None
    difference: Measure | None


@dataclass(frozen=True, slots=True)
class PointComparison:
    """Both at one operating point, each at its own threshold.

    The new threshold is fitted to all rows; its figures are of thresholds chosen without the row's source.
    """

    point: OperatingPoint
    threshold: float
    shipped_threshold: float
    figures: tuple[Comparison, ...]

    @property
    def cost(self) -> Comparison:
        (found,) = (figure for figure in self.figures if figure.name == COST)
        return found


@dataclass(frozen=True, slots=True)
class Rivals:
    """The scores of both, the new ones by models that did not see the row's source."""

    new: Scores
    shipped: Scores
    labels: Labels
    folds: Numbers


def compare_levels(rivals: Rivals) -> tuple[list[Comparison], list[Comparison]]:
    """Return the figures of claims and those of answers."""
    new, shipped, labels = rivals.new, rivals.shipped, rivals.labels
    claims = _compare_ranking(1 - new.claims, 1 - shipped.claims, labels.wrong_claims, labels.claim_sources)
    answers = _compare_ranking(
        1 - new.answers, 1 - shipped.answers, labels.wrong_answers, labels.answer_sources
    )
    return claims, answers


def compare_point(rivals: Rivals, point: OperatingPoint, shipped: Tuning, costs: Costs) -> PointComparison:
    labels, wanted = rivals.labels, costs.at(point)
    wrong = labels.wrong_answers
    at = shipped.supported_at[point]
    ours = Decisions(decide_unseen(rivals.new.lowest, wrong, rivals.folds, wanted), wrong)
    theirs = Decisions(rivals.shipped.lowest >= at, wrong)

    def measure(decisions: Decisions, weights: Floats) -> Floats:
        leaks, refusals = decisions.rates(weights)
        return np.stack([leaks, refusals, wanted.of(leaks, refusals)], axis=-1)

    figures = _compare(
        {LEAKS: Unit.SHARE, REFUSALS: Unit.SHARE, COST: Unit.SCORE},
        lambda weights: (measure(ours, weights), measure(theirs, weights)),
        labels.answer_sources,
    )
    threshold = choose_threshold(rivals.new.lowest, wrong, wanted)
    return PointComparison(point, threshold, at, tuple(figures))


def _compare_ranking(new: Floats, shipped: Floats, wrong: Flags, sources: Sequence[str]) -> list[Comparison]:
    count = len(wrong)
    sides = [
        (doubt, CalibrationError.of(Items(doubt, wrong, np.arange(count)), outcomes=count))
        for doubt in (new, shipped)
    ]

    def measure(weights: Floats) -> list[Floats]:
        return [
            np.stack([area_under_roc(sweep_scores(doubt, wrong, weights)), error.value(weights)], axis=-1)
            for doubt, error in sides
        ]

    return _compare({AUROC: Unit.SCORE, ERROR: Unit.SCORE}, measure, sources)


def _compare(units: Mapping[str, Unit], measure: Both, sources: Sequence[str]) -> list[Comparison]:
    def side_by_side(weights: Floats) -> Floats:
        new, shipped = measure(weights)
        return np.concatenate([new, shipped, new - shipped], axis=-1)

    found = Resamples(sources).measure(side_by_side)
    count = len(units)
    columns = zip(found[:count], found[count : 2 * count], found[2 * count :], strict=True)
    return [
        Comparison(name, unit, new, shipped, difference)
        for (name, unit), (new, shipped, difference) in zip(units.items(), columns, strict=True)
    ]
