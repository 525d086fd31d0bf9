import numpy as np

from eval.pages.ranking import Ranking, trace_base_rate, trace_precision, trace_roc
from eval.sweep import sweep_scores

RANKING = Ranking(
    "claims", "series-1", sweep_scores(np.array([0.9, 0.6, 0.2]), np.array([True, False, True]))
)


def test_a_roc_curve_begins_where_nothing_is_found_and_ends_where_all_is() -> None:
    curve = trace_roc(RANKING)
    assert (curve.across.tolist(), curve.up.tolist()) == ([0, 0, 1, 1], [0, 0.5, 0.5, 1])


def test_precision_goes_in_steps() -> None:
    curve = trace_precision(RANKING)
    assert curve.across.tolist() == [0, 0.5, 0.5, 0.5, 0.5, 1]
    assert curve.up.tolist() == [1, 1, 0.5, 0.5, 2 / 3, 2 / 3]


def test_guessing_reaches_the_base_rate_at_any_recall() -> None:
    curve = trace_base_rate(0.25, "series-1")
    assert (curve.style, curve.up.tolist()) == ("guide series-1", [0.25, 0.25])
    assert trace_base_rate(0.25).style == "guide"
