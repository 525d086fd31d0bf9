import numpy as np
import pytest

from eval.calibrating.comparing import AUROC, COST, LEAKS, REFUSALS, Rivals, compare_levels, compare_point
from eval.calibrating.scored import Labels, Scores, deal_answers, score_answers
from eval.calibrating.thresholds import Costs
from tests.eval.calibrating.made import make_measured
from verify.grounding.tuning import shipped_tuning
from verify.grounding.verdict import OperatingPoint

COSTS = Costs(leak=2.0, refusal=1.0, base_rate=0.4)


def make_rivals(*, new_is_shipped: bool) -> Rivals:
    answers = make_measured().answers
    labels = Labels.of(answers)
    shipped = score_answers(answers, [shipped_tuning()] * len(answers))
    perfect = Scores(
        np.where(labels.wrong_claims, 0.01, 0.99),
        np.where(labels.wrong_answers, 0.01, 0.99),
        np.where(labels.wrong_answers, 0.01, 0.99),
    )
    return Rivals(shipped if new_is_shipped else perfect, shipped, labels, deal_answers(answers))


def test_who_is_held_against_itself_differs_by_nothing() -> None:
    for level in compare_levels(make_rivals(new_is_shipped=True)):
        for figure in level:
            assert figure.new == figure.shipped
            assert figure.difference
            assert (figure.difference.low, figure.difference.value, figure.difference.high) == (0, 0, 0)


def test_a_better_one_is_better_with_an_interval() -> None:
    claims, answers = compare_levels(make_rivals(new_is_shipped=False))
    for level in (claims, answers):
        (area,) = (figure for figure in level if figure.name == AUROC)
        assert area.new
        assert area.new.value == 1
        assert area.difference
        assert area.difference.low is not None
        assert area.difference.low > 0


def test_at_an_operating_point_each_is_judged_at_its_own_threshold() -> None:
    rivals = make_rivals(new_is_shipped=False)
    found = compare_point(rivals, OperatingPoint.STRICT, shipped_tuning(), COSTS)
    values = {one.name: (one.new, one.shipped) for one in found.figures}
    assert [side.value for name in (LEAKS, REFUSALS) if (side := values[name][0])] == [0, 0]
    leaks, refusals, cost = (side.value for name in (LEAKS, REFUSALS, COST) if (side := values[name][1]))
    passed = rivals.shipped.lowest >= found.shipped_threshold
    wrong = rivals.labels.wrong_answers
    assert leaks == pytest.approx(passed[wrong].mean())
    assert refusals == pytest.approx(1 - passed[~wrong].mean())
    # At strict a leak is three times as dear.
    assert cost == pytest.approx(6 * 0.4 * leaks + 0.6 * refusals)
    assert found.cost.difference
    assert found.cost.difference.value == pytest.approx(-cost)
