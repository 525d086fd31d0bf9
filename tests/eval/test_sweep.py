import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as reference  # type: ignore[import-untyped]  # ships no stubs

from eval.sweep import (
    Flags,
    Floats,
    area_under_roc,
    average_precision,
    class_weights,
    precision_at_recall,
    ratio,
    sweep_scores,
)

Item = tuple[int, bool]
# Few distinct scores, so that most of them tie.
ITEMS = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=60).filter(
    lambda items: len({label for _, label in items}) == 2
)


def split(items: list[Item]) -> tuple[Floats, Flags]:
    return np.array([score for score, _ in items], dtype=np.float64), np.array([label for _, label in items])


class TestAgainstScikitLearn:
    @settings(max_examples=200, deadline=None)
    @given(ITEMS)
    def test_ranking(self, items: list[Item]) -> None:
        scores, labels = split(items)
        swept = sweep_scores(scores, labels)
        assert area_under_roc(swept) == pytest.approx(reference.roc_auc_score(labels, scores), abs=1e-12)
        expected = reference.average_precision_score(labels, scores)
        assert average_precision(swept) == pytest.approx(expected, abs=1e-12)

    @settings(max_examples=200, deadline=None)
    @given(ITEMS)
    def test_every_threshold(self, items: list[Item]) -> None:
        scores, labels = split(items)
        swept = sweep_scores(scores, labels)
        for threshold, precision, recall, f1 in zip(
            swept.thresholds, swept.precision, swept.recall, swept.f1, strict=True
        ):
            flags = scores >= threshold
            assert precision == pytest.approx(reference.precision_score(labels, flags))
            assert recall == pytest.approx(reference.recall_score(labels, flags))
            assert f1 == pytest.approx(reference.f1_score(labels, flags))

    @settings(max_examples=100, deadline=None)
    @given(ITEMS)
    def test_precision_at_a_recall(self, items: list[Item]) -> None:
        scores, labels = split(items)
        precision, recall, _ = reference.precision_recall_curve(labels, scores)
        expected = precision[recall >= 0.8 - 1e-12].max()
        assert precision_at_recall(sweep_scores(scores, labels), 0.8) == pytest.approx(expected)

    @settings(max_examples=100, deadline=None)
    @given(ITEMS, st.integers(0, 2**32 - 1))
    def test_weights(self, items: list[Item], seed: int) -> None:
        scores, labels = split(items)
        weights = np.random.default_rng(seed).uniform(0.1, 3, size=len(items))
        swept = sweep_scores(scores, labels, weights)
        expected = reference.roc_auc_score(labels, scores, sample_weight=weights)
        assert area_under_roc(swept) == pytest.approx(expected)
        expected = reference.average_precision_score(labels, scores, sample_weight=weights)
        assert average_precision(swept) == pytest.approx(expected)

    @settings(max_examples=100, deadline=None)
    @given(ITEMS)
    def test_the_false_alarms_of_a_curve(self, items: list[Item]) -> None:
        scores, labels = split(items)
        alarms, found, _ = reference.roc_curve(labels, scores, drop_intermediate=False)
        swept = sweep_scores(scores, labels)
        assert swept.false_alarm_rate == pytest.approx(alarms[1:])
        assert swept.recall == pytest.approx(found[1:])


def test_many_weightings_at_once_are_as_one_by_one() -> None:
    rng = np.random.default_rng(5)
    scores, labels = rng.integers(0, 9, 40).astype(np.float64), rng.random(40) < 0.4
    weights = rng.integers(0, 4, (7, 40)).astype(np.float64)
    together = area_under_roc(sweep_scores(scores, labels, weights))
    alone = [float(area_under_roc(sweep_scores(scores, labels, row))) for row in weights]
    assert together.tolist() == alone


@pytest.mark.parametrize("labels", [[True, True], [False, False]])
def test_one_kind_alone_has_no_area(labels: list[bool]) -> None:
    assert np.isnan(area_under_roc(sweep_scores(np.array([1.0, 2.0]), np.array(labels))))


class TestClassWeights:
    @pytest.mark.parametrize("base_rate", [0.25, 0.1])
    def test_the_positives_make_up_the_base_rate(self, base_rate: float) -> None:
        labels = np.array([True] * 3 + [False] * 4)
        weights = class_weights(labels, base_rate)
        assert weights.sum() == pytest.approx(len(labels))
        assert weights[labels].sum() / weights.sum() == pytest.approx(base_rate)

    def test_flagging_everything_then_has_that_precision(self) -> None:
        labels = np.array([True, True, False])
        swept = sweep_scores(np.ones(3), labels, class_weights(labels, 0.1))
        assert swept.precision.tolist() == pytest.approx([0.1])

    def test_recall_and_false_alarms_stay_as_they_are(self) -> None:
        scores, labels = np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, False, True, False])
        plain, weighed = (
            sweep_scores(scores, labels),
            sweep_scores(scores, labels, class_weights(labels, 0.1)),
        )
        assert weighed.recall == pytest.approx(plain.recall)
        assert weighed.false_alarm_rate == pytest.approx(plain.false_alarm_rate)


def test_a_share_of_nothing_is_what_it_is_said_to_be() -> None:
    assert ratio(np.array([1.0, 1.0]), np.array([0.0, 2.0]), nothing=7.0).tolist() == [7.0, 0.5]
