from eval.runs.score import Failure
from eval.runs.unscored import count_unscored, describe_score, describe_unscored
from tests.eval.runs.outcomes import make_outcome, make_run
from tests.eval.runs.scores import make_scored, make_scored_run

LATE, SILENT = Failure.JUDGE_TIMEOUT, Failure.NO_ANSWER
RUN = make_scored_run(
    make_scored("a", 0.5, 1.0),
    make_scored("b", 0.5, failures=(LATE,)),
    make_scored("c", failures=(LATE, LATE)),
    make_scored("d", failures=(SILENT,)),
    make_scored("e", failures=(SILENT,)),
)


def test_cases_without_any_value_are_counted_by_their_reason() -> None:
    (found,) = count_unscored(RUN)
    assert (found.metric, found.scored, found.reasons) == ("faithfulness", 2, {SILENT: 2, LATE: 1})
    assert list(describe_unscored(RUN)) == [
        "faithfulness at balanced has no value for 3 cases: 2 no_answer, 1 judge_timeout"
    ]


def test_where_every_case_has_a_value_or_nobody_asked_there_is_nothing_to_say() -> None:
    assert list(describe_unscored(make_scored_run(make_scored("a", 1.0)))) == []
    assert count_unscored(make_run([make_outcome("a")])) == []


def test_a_score_is_its_value_and_spread_or_why_there_is_none() -> None:
    found = [describe_score(outcome.scores[0]) for outcome in RUN.outcomes]
    assert found == ["0.75 ±0.35", "0.50", "judge_timeout", "no_answer", "no_answer"]
