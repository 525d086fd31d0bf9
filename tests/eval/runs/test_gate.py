from collections.abc import Sequence
from dataclasses import replace

import pytest

from answer.decision import Status
from eval.case import CaseKind
from eval.errors import BaselineMismatchError, SuiteError
from eval.runs.comparison import Change, badness, compare
from eval.runs.gate import judge_gate
from eval.runs.outcome import CaseOutcome
from eval.runs.suite import GateSpec
from tests.eval.runs.outcomes import GOLD, MADE_WITH, make_claim, make_outcome, make_run
from tests.eval.runs.scores import make_scored, make_scored_run
from verify.grounding.verdict import OperatingPoint

SOUND, LEAK = (make_claim(marked=False),), (make_claim(marked=True),)


def make_replays(leaking: int, *, of: int = 60) -> list[CaseOutcome]:
    """Return hallucinated drafts of which so many leak."""
    return [
        make_outcome(f"h{number}", hallucinated=True, claims=LEAK if number < leaking else SOUND)
        for number in range(of)
    ]


class TestComparison:
    def test_a_difference_has_an_interval_and_a_direction(self) -> None:
        compared = compare(make_run(make_replays(5)), make_run(make_replays(30)))
        (leaks,) = (change for change in compared.metrics if change.metric == "leak_rate")

        assert (leaks.old, leaks.new) == pytest.approx((5 / 60, 30 / 60))
        assert leaks.difference.value == pytest.approx(25 / 60)
        assert 0 < (leaks.difference.low or 0) < 25 / 60 < (leaks.difference.high or 0)
        assert leaks.change is Change.WORSE
        assert len(compared.cases) == 25

    def test_what_fails_in_both_runs_cancels_out(self) -> None:
        # Every case is alike in both but one, so the interval is far narrower than that of either.
        compared = compare(make_run(make_replays(30)), make_run(make_replays(31)))
        (leaks,) = (change for change in compared.metrics if change.metric == "leak_rate")
        assert (leaks.difference.high or 1) - (leaks.difference.low or 0) < 0.1
        assert leaks.change is Change.SAME

    def test_the_same_run_differs_in_nothing(self) -> None:
        run = make_run(make_replays(20))
        compared = compare(run, run)
        assert {change.change for change in compared.metrics} == {Change.SAME}
        assert {change.difference.value for change in compared.metrics} == {0.0}
        assert compared.cases == ()

    def test_cases_that_only_one_run_has_are_named_and_not_compared(self) -> None:
        compared = compare(make_run(make_replays(3)), make_run([*make_replays(3)[1:], make_outcome("new")]))
        assert (compared.only_old, compared.only_new) == (("h0",), ("new",))

    @pytest.mark.parametrize(
        ("outcome", "expected"),
        [
            (make_outcome("a", None, error="x"), 4),
            (make_outcome("a", hallucinated=True, claims=LEAK), 3),
            (make_outcome("a", kind=CaseKind.UNANSWERABLE), 2),
            (make_outcome("a", kind=CaseKind.HOSTILE), 2),
            (make_outcome("a", Status.ABSTAINED, kind=CaseKind.ANSWERABLE), 1),
            (make_outcome("a", Status.REPAIRED, hallucinated=False), 1),
            (make_outcome("a", Status.ABSTAINED, kind=CaseKind.UNANSWERABLE), 0),
            (make_outcome("a", Status.BLOCKED, kind=CaseKind.HOSTILE), 0),
            (make_outcome("a"), 0),
        ],
    )
    def test_how_bad_an_outcome_is(self, outcome: CaseOutcome, expected: int) -> None:
        assert badness(outcome) == expected


class TestBounds:
    @pytest.mark.parametrize(
        ("gate", "passed"),
        [
            (GateSpec(metric="leak_rate", at_most=0.5), True),
            (GateSpec(metric="leak_rate", at_most=0.4), False),
            (GateSpec(metric="answered_rate", at_least=1.0), True),
            (GateSpec(metric="answered_rate", at_least=0.5, at_most=0.9), False),
            # What nobody can say anything of must not pass unseen.
            (GateSpec(metric="citation_recall", at_least=0.1), False),
        ],
    )
    def test_a_value_must_lie_within(self, gate: GateSpec, passed: bool) -> None:
        result = judge_gate(make_run(make_replays(27), gates=[gate]))
        assert (result.passed, len(result.checks)) == (passed, 1)
        assert gate.metric in result.checks[0].said

    def test_without_gates_nothing_is_held_against_bounds(self) -> None:
        assert judge_gate(make_run(make_replays(60))).checks == ()

    def test_a_run_without_outcomes_holds_no_bound(self) -> None:
        empty = make_run([], gates=[GateSpec(metric="error_rate", at_most=0)])
        assert not judge_gate(empty).passed

    def test_an_interrupted_run_does_not_pass(self) -> None:
        finished = make_run(make_replays(0), gates=[GateSpec(metric="leak_rate", at_most=0)])
        assert judge_gate(finished).passed
        result = judge_gate(replace(finished, finished_at=None))
        assert not result.passed
        assert "interrupted" in result.checks[0].said

    def test_an_unknown_metric_is_an_error_not_a_pass(self) -> None:
        with pytest.raises(SuiteError, match="no metric 'leaks'"):
            judge_gate(make_run(make_replays(1), gates=[GateSpec(metric="leaks", at_most=1)]))


class TestBaseline:
    def judge(self, before: Sequence[CaseOutcome], after: Sequence[CaseOutcome], *gates: GateSpec) -> bool:
        return judge_gate(make_run(after, gates=gates), make_run(before, key="bbbb")).passed

    def test_the_same_again_passes(self) -> None:
        assert self.judge(make_replays(20), make_replays(20))

    def test_getting_better_passes(self) -> None:
        assert self.judge(make_replays(30), make_replays(5))

    def test_getting_plainly_worse_fails_and_names_the_cases(self) -> None:
        result = judge_gate(make_run(make_replays(30)), make_run(make_replays(5)))
        assert not result.passed
        (failed,) = (check for check in result.checks if not check.passed)
        assert (failed.metric, "from 8.3% to 50.0%" in failed.said) == ("leak_rate", True)
        assert [change.new.case.id for change in result.worse] == [f"h{number}" for number in range(5, 30)]

    def test_one_case_worse_may_be_chance(self) -> None:
        assert self.judge(make_replays(20), make_replays(21))

    def test_as_much_worse_as_is_allowed_passes(self) -> None:
        assert not self.judge(make_replays(5), make_replays(30), GateSpec(metric="leak_rate", worse_by=0.1))
        assert self.judge(make_replays(5), make_replays(30), GateSpec(metric="leak_rate", worse_by=0.5))

    def test_a_bound_does_not_switch_the_watch_off(self) -> None:
        assert not self.judge(make_replays(5), make_replays(30), GateSpec(metric="error_rate", at_most=0))

    def test_a_figure_that_is_gone_does_not_pass(self) -> None:
        asked = [
            make_outcome(f"q{number}", kind=CaseKind.ANSWERABLE, retrieved=GOLD, cited=GOLD)
            for number in range(9)
        ]
        broken = [replace(one, status=None, claims=(), score=None, error="x") for one in asked]
        assert not self.judge(asked, broken, GateSpec(metric="mrr", worse_by=1.0))
        assert not self.judge(asked, asked, GateSpec(metric="leak_rate", worse_by=1.0))

    def test_an_operating_point_that_the_baseline_lacks_does_not_pass_its_gate(self) -> None:
        before = make_replays(5)
        after = [*before, *(replace(one, operating_point=OperatingPoint.STRICT) for one in before)]
        assert self.judge(before, after)
        assert not self.judge(
            before, after, GateSpec(metric="leak_rate", at=OperatingPoint.STRICT, worse_by=0)
        )

    def test_what_only_describes_cannot_get_worse(self) -> None:
        with pytest.raises(SuiteError, match="withheld_rate only describes"):
            self.judge(make_replays(5), make_replays(5), GateSpec(metric="withheld_rate", worse_by=0))

    def test_an_interrupted_baseline_is_noted(self) -> None:
        run = make_run(make_replays(5))
        result = judge_gate(run, replace(run, finished_at=None))
        assert result.passed
        assert result.notes == ("the baseline was interrupted, so only the cases that it has are compared",)

    @pytest.mark.parametrize(
        ("name", "said"), [("dataset", "different cases"), ("corpus", "different documents")]
    )
    def test_other_cases_or_documents_cannot_be_held_against_each_other(self, name: str, said: str) -> None:
        other = make_run(make_replays(5), made_with=replace(MADE_WITH, **{name: "other"}))
        with pytest.raises(BaselineMismatchError, match=said):
            judge_gate(make_run(make_replays(5)), other)

    def test_another_prompt_is_what_a_gate_is_for(self) -> None:
        other = make_run(make_replays(5), made_with=replace(MADE_WITH, prompt="answer-0"))
        result = judge_gate(make_run(make_replays(5)), other)
        assert (result.passed, result.notes) == (True, ("the prompt is another one than in the baseline",))


class TestRagas:
    def test_its_figures_are_gated_and_compared_as_others_are(self) -> None:
        gate = GateSpec(metric="faithfulness", at_least=0.5, worse_by=0.0)
        before = make_scored_run(*(make_scored(str(number), 0.9, 0.8) for number in range(20)))
        after = make_scored_run(*(make_scored(str(number), 0.2, 0.3) for number in range(20)))
        suite = after.suite.model_copy(update={"gates": (gate,)})
        bound, change = judge_gate(replace(after, suite=suite), before).checks
        assert (bound.passed, change.passed) == (False, False)
        assert "faithfulness must be at least 0.5; it is 0.25" in bound.said
        assert "faithfulness went from 0.85 to 0.25" in change.said

    def test_another_judge_is_noted(self) -> None:
        run = make_scored_run(make_scored("a", 1.0))
        other = make_scored_run(make_scored("a", 1.0), judge="judge-2")
        assert judge_gate(run, other).notes == ("the judge is another one than in the baseline",)
