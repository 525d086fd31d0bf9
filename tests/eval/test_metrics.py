import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve  # type: ignore[import-untyped]  # ships no stubs

from eval.metrics import auroc, bin_probabilities, calibration_error, percentile, wilson_interval

SCORES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=12)


class TestWilsonInterval:
    @pytest.mark.parametrize(
        ("successes", "total", "low", "high"),
        [
            (0, 10, 0.0, 0.2775328),
            (10, 10, 0.7224672, 1.0),
            (1, 1, 0.2065493, 1.0),
            (5, 10, 0.2365931, 0.7634069),
            (68, 80, 0.7558677, 0.9120596),
            (850, 1000, 0.8265313, 0.8707899),
        ],
    )
    def test_known_intervals(self, successes: int, total: int, low: float, high: float) -> None:
        assert wilson_interval(successes, total) == pytest.approx((low, high), abs=1e-6)

    @settings(max_examples=100, deadline=None)
    @given(st.integers(1, 500).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
    def test_the_interval_holds_the_rate_and_stays_in_bounds(self, counts: tuple[int, int]) -> None:
        low, high = wilson_interval(*counts)
        assert 0 <= low <= counts[0] / counts[1] <= high <= 1

    @pytest.mark.parametrize(("successes", "total"), [(0, 0), (2, 1), (-1, 3)])
    def test_what_is_no_rate_is_refused(self, successes: int, total: int) -> None:
        with pytest.raises(ValueError, match="is no rate"):
            wilson_interval(successes, total)


class TestAuroc:
    @pytest.mark.parametrize(
        ("positives", "negatives", "expected"),
        [
            ([3.0, 4.0], [1.0, 2.0], 1.0),
            ([1.0, 2.0], [3.0, 4.0], 0.0),
            ([1.0], [1.0], 0.5),
            ([0.5, 0.5], [0.5, 0.5, 0.5], 0.5),
            ([0.1, 0.4, 0.35, 0.8], [0.1, 0.3], 0.8125),
            ([2.0, 2.0, 1.0], [2.0, 0.0], 2 / 3),
        ],
    )
    def test_known_areas(self, positives: list[float], negatives: list[float], expected: float) -> None:
        assert auroc(positives, negatives) == pytest.approx(expected)

    @settings(max_examples=100, deadline=None)
    @given(SCORES, SCORES)
    def test_it_is_the_share_of_pairs_won(self, positives: list[float], negatives: list[float]) -> None:
        won = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positives for n in negatives]
        assert auroc(positives, negatives) == pytest.approx(sum(won) / len(won))

    @settings(max_examples=50, deadline=None)
    @given(SCORES, SCORES)
    def test_the_other_way_round_is_the_rest(self, positives: list[float], negatives: list[float]) -> None:
        assert auroc(positives, negatives) + auroc(negatives, positives) == pytest.approx(1)

    @pytest.mark.parametrize(("positives", "negatives"), [([], [1.0]), ([1.0], [])])
    def test_one_kind_alone_has_no_area(self, positives: list[float], negatives: list[float]) -> None:
        with pytest.raises(ValueError, match="both kinds"):
            auroc(positives, negatives)


class TestPercentile:
    @pytest.mark.parametrize(
        ("values", "share", "expected"),
        [
            ([5.0], 0.95, 5.0),
            ([3.0, 1.0, 2.0], 0.5, 2.0),
            ([1.0, 2.0, 3.0, 4.0], 0.5, 2.5),
            ([1.0, 2.0, 3.0, 4.0], 0.0, 1.0),
            ([1.0, 2.0, 3.0, 4.0], 1.0, 4.0),
            ([float(n) for n in range(101)], 0.95, 95.0),
            ([10.0, 20.0], 0.25, 12.5),
        ],
    )
    def test_known_percentiles(self, values: list[float], share: float, expected: float) -> None:
        assert percentile(values, share) == pytest.approx(expected)

    @pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 1.5), ([1.0], -0.1)])
    def test_what_has_no_percentile_is_refused(self, values: list[float], share: float) -> None:
        with pytest.raises(ValueError, match="a percentile needs"):
            percentile(values, share)


class TestCalibration:
    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=80))
    def test_the_bins_are_those_of_scikit_learn(self, items: list[tuple[int, bool]]) -> None:
        probabilities = np.array([score / 12 for score, _ in items])
        labels = np.array([label for _, label in items])
        observed, predicted = calibration_curve(labels, probabilities, n_bins=10, strategy="quantile")
        bins = bin_probabilities(probabilities, labels)
        assert [found.observed for found in bins] == pytest.approx(observed.tolist())
        assert [found.predicted for found in bins] == pytest.approx(predicted.tolist())
        assert sum(found.count for found in bins) == len(items)

    def test_distinct_probabilities_fill_the_bins_evenly(self) -> None:
        bins = bin_probabilities(np.linspace(0, 1, 100), np.zeros(100, dtype=np.bool_))
        assert [found.count for found in bins] == [10] * 10

    def test_an_honest_probability_has_no_error(self) -> None:
        probabilities, labels = np.full(4, 0.25), np.array([True, False, False, False])
        assert calibration_error(probabilities, labels) == 0

    def test_the_error_is_the_mean_gap(self) -> None:
        probabilities = np.array([0.0, 0.0, 0.0, 1.0])
        assert calibration_error(probabilities, np.array([True, False, False, True])) == pytest.approx(0.25)
