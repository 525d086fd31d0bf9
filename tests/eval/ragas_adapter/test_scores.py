from dataclasses import replace

import pytest

from eval.ragas_adapter.scores import summarise
from eval.runs.score import MEANINGS, Failure, RagasScore
from tests.eval.ragas_adapter.outcomes import make_outcome
from verify.grounding.verdict import OperatingPoint

BALANCED, STRICT = OperatingPoint.BALANCED, OperatingPoint.STRICT


def make_score(key: str, *values: float, failures: tuple[Failure, ...] = ()) -> RagasScore:
    return RagasScore("faithfulness", key, BALANCED, values, failures)


def test_every_failure_is_explained() -> None:
    assert set(MEANINGS) == set(Failure)


class TestScore:
    def test_the_value_is_the_mean_of_repeats_and_the_spread_their_deviation(self) -> None:
        score = make_score("a", 0.5, 0.75, 1.0)
        assert (score.value, score.spread, score.failure) == (0.75, 0.25, None)

    def test_one_repeat_has_no_spread(self) -> None:
        assert make_score("a", 0.5).spread is None

    def test_a_case_keeps_the_value_of_the_repeats_that_gave_one(self) -> None:
        score = make_score("a", 0.5, 0.5, failures=(Failure.JUDGE_TIMEOUT,))
        assert (score.value, score.failure) == (0.5, Failure.JUDGE_TIMEOUT)

    def test_without_any_value_there_is_only_the_commonest_failure(self) -> None:
        failures = (Failure.JUDGE_TIMEOUT, Failure.JUDGE_NONSENSE, Failure.JUDGE_NONSENSE)
        score = make_score("a", failures=failures)
        assert (score.value, score.spread, score.failure) == (None, None, Failure.JUDGE_NONSENSE)


class TestSummary:
    def test_it_is_the_mean_of_cases_with_an_interval(self) -> None:
        outcomes = [make_outcome(str(number)) for number in range(20)]
        scores = [make_score(str(number), number % 2, number % 2) for number in range(20)]
        (summary,) = summarise(outcomes, scores)

        assert summary.measure is not None
        assert (summary.measure.value, summary.measure.sample) == (0.5, 20)
        assert 0.2 < (summary.measure.low or 0) < 0.5 < (summary.measure.high or 0) < 0.8
        assert (summary.spread, summary.failed) == (0.0, {})

    def test_cases_without_a_value_are_left_out_and_counted(self) -> None:
        outcomes = [make_outcome(key) for key in "abc"]
        scores = [
            make_score("a", 0.4, 0.8, failures=(Failure.JUDGE_TIMEOUT,)),
            make_score("b", failures=(Failure.NO_ANSWER,)),
            make_score("c", failures=(Failure.JUDGE_TIMEOUT,) * 3),
        ]
        (summary,) = summarise(outcomes, scores)

        assert summary.measure is not None
        assert [summary.measure.value, summary.measure.sample] == pytest.approx([0.6, 1])
        assert summary.failed == {Failure.JUDGE_TIMEOUT: 4, Failure.NO_ANSWER: 1}

    def test_a_metric_without_any_value_has_no_measure(self) -> None:
        (summary,) = summarise([make_outcome("a")], [make_score("a", failures=(Failure.NO_REFERENCE,))])
        assert (summary.measure, summary.spread) == (None, None)

    def test_cases_of_one_source_are_drawn_together(self) -> None:
        alone = [make_outcome(str(number)) for number in range(40)]
        together = [
            replace(one, case=replace(one.case, source=f"s{number // 10}"))
            for number, one in enumerate(alone)
        ]
        scores = [make_score(str(number), float(number < 20)) for number in range(40)]

        def width(of: list[float | None]) -> float:
            low, high = of
            return (high or 0) - (low or 0)

        (apart,), (joined,) = summarise(alone, scores), summarise(together, scores)
        assert apart.measure
        assert joined.measure
        assert width([apart.measure.low, apart.measure.high]) < width(
            [joined.measure.low, joined.measure.high]
        )

    def test_operating_points_are_apart(self) -> None:
        outcomes = [make_outcome("a"), make_outcome("a", operating_point=STRICT)]
        scores = [make_score("a", 1.0), replace(make_score("a", 0.5), at=STRICT)]
        found = {
            summary.at: summary.measure and summary.measure.value for summary in summarise(outcomes, scores)
        }
        assert found == {BALANCED: 1.0, STRICT: 0.5}
