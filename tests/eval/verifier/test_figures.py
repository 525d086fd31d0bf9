import numpy as np
import pytest

from eval.verifier.figures import Labels, Scored, make_labels, measure_detector, reweigh

LABELS = make_labels([True, True, True, False, False], ["a", "b", "c", "d", "e"])
SCORED = Scored(
    "signal",
    np.array([0.9, 0.6, 0.2, 0.4, 0.1]),
    flags=np.array([True, True, False, True, False]),
    is_probability=True,
)


class TestMeasureDetector:
    def test_its_figures_by_hand(self) -> None:
        found = measure_detector(SCORED, LABELS)
        assert found.auroc is not None
        assert found.auroc.value == pytest.approx(5 / 6)
        assert found.average_precision is not None
        assert found.average_precision.value == pytest.approx((1 + 1 + 3 / 4) / 3)
        assert found.best_f1 is not None
        assert found.best_f1.value == pytest.approx(6 / 7)
        assert found.best_threshold == 0.2
        assert found.shipped_f1 is not None
        assert found.shipped_f1.value == pytest.approx(2 / 3)
        assert (found.shipped_precision, found.shipped_recall) == pytest.approx((2 / 3, 2 / 3))
        assert found.precision_at_80_recall == pytest.approx(3 / 4)
        assert found.calibration_error is not None
        assert [rates.base_rate for rates in found.base_rates] == [0.25, 0.10]

    def test_what_decides_nothing_has_no_figures_of_a_decision(self) -> None:
        found = measure_detector(Scored("signal", SCORED.scores), LABELS)
        assert found.shipped_f1 is None
        assert (found.shipped_precision, found.shipped_recall, found.calibration_error) == (None, None, None)

    def test_sound_answers_alone_have_nothing_to_find(self) -> None:
        found = measure_detector(SCORED, make_labels([False] * 5, list("abcde")))
        assert (found.auroc, found.average_precision, found.best_f1, found.shipped_f1) == (None,) * 4
        assert found.precision_at_80_recall is None
        assert found.base_rates == ()

    def test_two_runs_agree_to_the_last_bit(self) -> None:
        assert measure_detector(SCORED, LABELS) == measure_detector(SCORED, LABELS)


class TestReweigh:
    def test_flagging_everything_is_as_precise_as_the_base_rate(self) -> None:
        everything = Scored("all", np.ones(5), flags=np.ones(5, dtype=np.bool_))
        found = reweigh(everything, LABELS, 0.25)
        assert found.best_precision == pytest.approx(0.25)
        assert found.shipped_precision == pytest.approx(0.25)
        assert found.best_f1 == pytest.approx(0.4)

    def test_the_decision_s_figures_follow_from_its_rates(self) -> None:
        found = reweigh(SCORED, LABELS, 0.1)
        caught, alarms = 0.1 * 2 / 3, 0.9 * 1 / 2
        assert found.shipped_precision == pytest.approx(caught / (caught + alarms))
        assert found.shipped_f1 == pytest.approx(2 * caught / (caught + alarms + 0.1))


@pytest.mark.parametrize(("kinds", "both"), [([True, False], True), ([True], False), ([False], False)])
def test_labels_know_whether_there_is_anything_to_tell_apart(kinds: list[bool], both: bool) -> None:
    labels: Labels = make_labels(kinds, [str(number) for number in range(len(kinds))])
    assert labels.has_both_kinds is both
