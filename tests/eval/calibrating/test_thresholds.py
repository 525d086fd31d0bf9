import numpy as np
import pytest

from eval.calibrating.fitting import FOLDS
from eval.calibrating.thresholds import (
    CANDIDATES,
    DEARER,
    Costs,
    Decisions,
    choose_threshold,
    decide_unseen,
)
from eval.sweep import Flags, Floats
from verify.grounding.thresholds import MISSING_FACTOR, VERBATIM_SCORE
from verify.grounding.verdict import OperatingPoint

COSTS = Costs(leak=2.0, refusal=1.0, base_rate=0.5)


def draw(count: int = 4_000) -> tuple[Floats, Flags]:
    """Draw scores that are true probabilities."""
    chance = np.random.default_rng(11)
    lowest = chance.random(count)
    return lowest, chance.random(count) > lowest


def test_every_candidate_lets_quotes_pass_and_none_what_lacks_a_value() -> None:
    assert CANDIDATES.min() > MISSING_FACTOR
    assert CANDIDATES.max() == VERBATIM_SCORE


class TestChoosing:
    @pytest.mark.parametrize(("leak", "expected"), [(1.0, 0.5), (2.0, 2 / 3), (4.0, 0.8)])
    def test_of_true_probabilities_it_is_the_one_that_theory_gives(
        self, leak: float, expected: float
    ) -> None:
        # Elkan (IJCAI 2001): pass from p = leak / (leak + refusal) on, at the base rate of the data.
        lowest, wrong = draw()
        costs = Costs(leak, 1.0, base_rate=float(wrong.mean()))
        assert choose_threshold(lowest, wrong, costs) == pytest.approx(expected, abs=0.06)

    def test_a_dearer_leak_or_a_higher_base_rate_never_lowers_it(self) -> None:
        lowest, wrong = draw(500)
        by_cost = [choose_threshold(lowest, wrong, Costs(leak, 1.0, 0.3)) for leak in (0.5, 1, 2, 4, 8)]
        by_rate = [choose_threshold(lowest, wrong, Costs(2.0, 1.0, rate)) for rate in (0.05, 0.2, 0.5, 0.8)]
        assert by_cost == sorted(by_cost)
        assert by_rate == sorted(by_rate)

    def test_of_equal_ones_the_safest_is_taken(self) -> None:
        lowest, wrong = np.array([0.4, 0.8]), np.array([True, False])
        assert choose_threshold(lowest, wrong, COSTS) == 0.8

    def test_the_operating_points_come_out_in_order(self) -> None:
        lowest, wrong = draw(500)
        found = {point: choose_threshold(lowest, wrong, COSTS.at(point)) for point in DEARER}
        assert found[OperatingPoint.LENIENT] <= found[OperatingPoint.BALANCED] <= found[OperatingPoint.STRICT]


def test_rates_are_of_the_answers_that_they_are_about() -> None:
    decisions = Decisions(np.array([True, True, False, True]), np.array([True, False, False, False]))
    leaks, refusals = decisions.rates(np.array([1.0, 1.0, 1.0, 2.0]))
    assert (float(leaks), float(refusals)) == (1.0, 0.25)
    assert float(COSTS.of(leaks, refusals)) == pytest.approx(2 * 0.5 * 1 + 0.5 * 0.25)


def test_an_answer_is_decided_at_a_threshold_that_it_did_not_help_to_choose() -> None:
    # Alone in its fold, each answer would have its own score as the best threshold.
    lowest = np.array([0.5, 0.6, 0.7, 0.8, 0.9])
    wrong = np.array([False] * 4 + [True])
    folds = np.arange(FOLDS)
    passed = decide_unseen(lowest, wrong, folds, Costs(100.0, 1.0, 0.5))
    assert passed.tolist() == [False, False, False, False, True]
