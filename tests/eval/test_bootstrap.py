import numpy as np
import pytest

from eval.bootstrap import Resamples
from eval.report import Measure
from eval.sweep import Floats

VALUES = np.array([0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0])
SOURCES = ["a", "a", "b", "b", "c", "d", "e", "e"]


def mean(weights: Floats) -> Floats:
    return np.expand_dims(weights @ VALUES / weights.sum(axis=-1), -1)


def measure(sources: list[str]) -> Measure:
    (found,) = Resamples(sources).measure(mean)
    assert found is not None
    return found


def width(measured: Measure) -> float:
    assert measured.low is not None
    assert measured.high is not None
    return measured.high - measured.low


def test_a_figure_lies_within_its_interval() -> None:
    measured = measure(SOURCES)
    assert measured.value == pytest.approx(5 / 8)
    assert measured.sample == 8
    assert measured.low is not None
    assert measured.high is not None
    assert 0 <= measured.low < measured.value < measured.high <= 1


def test_two_runs_give_the_same_interval() -> None:
    assert measure(SOURCES) == measure(SOURCES)


def test_items_of_one_source_are_drawn_together() -> None:
    for block in Resamples(SOURCES).blocks():
        assert (block[:, 0] == block[:, 1]).all()
        assert (block[:, 6] == block[:, 7]).all()


def test_fewer_sources_make_a_wider_interval() -> None:
    assert width(measure(["a", "a", "b", "b", "b", "a", "b", "b"])) > width(measure(list("abcdefgh")))


def test_it_has_a_normal_interval_s_width_on_many_sources() -> None:
    values = np.random.default_rng(3).random(2_000)

    def average(weights: Floats) -> Floats:
        return np.expand_dims(weights @ values / weights.sum(axis=-1), -1)

    (measured,) = Resamples([str(number) for number in range(2_000)]).measure(average)
    assert measured is not None
    expected = 2 * 1.96 * values.std() / np.sqrt(2_000)
    assert width(measured) == pytest.approx(expected, rel=0.1)


def test_a_figure_that_is_not_defined_is_none() -> None:
    assert Resamples(SOURCES).measure(lambda weights: np.full((*weights.shape[:-1], 1), np.nan)) == [None]


def test_resamples_in_which_a_figure_is_not_defined_are_left_out() -> None:
    def sometimes(weights: Floats) -> Floats:
        return np.where(weights[..., 0] > 0, 0.5, np.nan)[..., np.newaxis]

    assert Resamples(SOURCES).measure(sometimes) == [Measure(0.5, 8, 0.5, 0.5)]
