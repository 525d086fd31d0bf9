import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answer.chat_model import Usage
from answer.decision import Status
from eval.case import Case, CaseKind, RecordedAnswer
from eval.errors import CostCapReachedError, SuiteError
from eval.runs.outcome import CaseOutcome
from eval.runs.running import AsksCases, Limits, Plan, check_cases, find_missing, run_plan
from eval.runs.store import FILE, RunStore
from eval.runs.suite import ChatModelChoice, DatasetFormat, DatasetSpec, EvidenceMode, Suite
from tests.eval.runs.outcomes import MADE_WITH
from verify.grounding.verdict import OperatingPoint

POINTS = (OperatingPoint.BALANCED, OperatingPoint.STRICT)
CASES = tuple(Case(f"c{number}", CaseKind.OPEN, f"Question {number}?") for number in range(12))
SUITE = Suite(
    name="made-up", dataset=DatasetSpec(format=DatasetFormat.CASES, path="x.csv"), operating_points=POINTS
)
PLAN = Plan(SUITE, CASES, MADE_WITH)


class Answerer:
    """Answers everything, counts who asked what, and can stop the run at some question."""

    def __init__(self, *, fails_at: int | None = None, cost: float = 0.0, together: int = 1) -> None:
        self.asked: list[tuple[str, OperatingPoint]] = []
        self.at_once = self.most_at_once = 0
        self._fails_at = fails_at
        self._cost = cost
        # Nobody is answered before so many are being asked; all wait in vain if they are asked one by one.
        self._together = threading.Barrier(together, timeout=10)
        self._lock = threading.Lock()

    def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        with self._lock:
            if len(self.asked) == self._fails_at:
                raise KeyboardInterrupt
            self.asked.append((case.id, point))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self._together.wait()
        with self._lock:
            self.at_once -= 1
        return CaseOutcome(case, point, Status.ANSWERED, text=case.question, usage=Usage(cost_usd=self._cost))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore.open(tmp_path / FILE)
    yield store
    store.close()


def opened(answerer: Answerer) -> Callable[[], AsksCases]:
    return lambda: answerer


def nobody() -> AsksCases:
    raise AssertionError("everything is known, so nothing has to be opened")


def run(plan: Plan, store: RunStore, answerer: Answerer, **limits: object) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    run_plan(
        plan,
        store,
        opened(answerer),
        limits=Limits(**limits),  # type: ignore[arg-type]
        on_done=lambda done, total: steps.append((done, total)),
    )
    return steps


def test_every_case_is_asked_once_at_every_point_and_kept_in_order(store: RunStore) -> None:
    answerer = Answerer()
    steps = run(PLAN, store, answerer)

    assert sorted(answerer.asked) == sorted((case.id, point) for case in CASES for point in POINTS)
    assert steps == [(done, 24) for done in range(25)]
    stored = store.get("made-up")
    assert [(one.case.id, one.operating_point) for one in stored.outcomes] == [
        (case.id, point) for point in POINTS for case in CASES
    ]
    assert stored.finished_at is not None
    assert [figure.metric for figure in store.history("made-up")[0].figures][:1] == ["answered_rate"]


def test_a_second_run_asks_nothing_and_opens_nothing(store: RunStore) -> None:
    run(PLAN, store, Answerer())
    first = store.get("made-up")
    assert find_missing(PLAN, store) == []
    again = run_plan(PLAN, store, nobody, limits=Limits(), on_done=lambda _done, _total: None)

    assert again.id != first.id
    assert again.outcomes == first.outcomes
    assert store.history("made-up")[0].figures == store.history("made-up")[1].figures


@pytest.mark.parametrize("fails_at", [0, 1, 7, 23])
def test_an_interrupted_run_goes_on_without_repeating_or_losing_a_case(
    store: RunStore, fails_at: int
) -> None:
    first, second = Answerer(fails_at=fails_at), Answerer()
    with pytest.raises(KeyboardInterrupt):
        run(PLAN, store, first, concurrency=1)
    (unfinished,) = store.runs()
    assert unfinished.finished_at is None
    run(PLAN, store, second, concurrency=1)

    (finished,) = store.runs()
    assert (finished.id, finished.finished_at is None) == (unfinished.id, False)
    assert len(first.asked) + len(second.asked) == 24
    assert set(first.asked).isdisjoint(second.asked)
    assert len(store.get(finished.id).outcomes) == 24


def test_what_failed_is_asked_again_by_the_next_run_and_stays_in_the_first(store: RunStore) -> None:
    class Failing(Answerer):
        def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
            outcome = super().ask(case, point)
            return replace(outcome, status=None, error="no disk") if case.id == "c3" else outcome

    run(PLAN, store, Failing())
    first = store.get("made-up")
    again = Answerer()
    run(PLAN, store, again)

    assert sorted(again.asked) == sorted(("c3", point) for point in POINTS)
    assert [one.case.id for one in store.get(first.id).outcomes if one.error] == ["c3", "c3"]
    assert not any(one.error for one in store.get("made-up").outcomes)


def test_what_failed_before_an_interrupt_is_asked_again_after_it(store: RunStore) -> None:
    class Failing(Answerer):
        def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
            return replace(super().ask(case, point), status=None, error="no disk")

    with pytest.raises(KeyboardInterrupt):
        run(PLAN, store, Failing(fails_at=5), concurrency=1)
    run(PLAN, store, Answerer())

    (finished,) = store.runs()
    outcomes = store.get(finished.id).outcomes
    assert (len(outcomes), [one for one in outcomes if one.error]) == (24, [])


def test_of_whom_the_fingerprints_do_not_say_all_every_run_asks_anew_and_an_interrupted_one_goes_on(
    store: RunStore,
) -> None:
    class Failing(Answerer):
        def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
            outcome = super().ask(case, point)
            return replace(outcome, status=None, error="no disk") if case.id == "c0" else outcome

    plan = replace(PLAN, of_one_run=True)
    first, rest, again = Failing(fails_at=7), Answerer(), Answerer()
    with pytest.raises(KeyboardInterrupt):
        run(plan, store, first, concurrency=1)
    run(plan, store, rest, concurrency=1)
    assert set(first.asked) & set(rest.asked) == {("c0", point) for point in POINTS}
    assert len(first.asked) + len(rest.asked) == 26

    run(plan, store, again)
    assert (len(again.asked), len(store.runs())) == (24, 2)


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_questions_are_under_way_than_may_be(store: RunStore, concurrency: int) -> None:
    answerer = Answerer(together=concurrency)
    run(PLAN, store, answerer, concurrency=concurrency)
    assert answerer.most_at_once == concurrency


def test_only_what_changed_is_asked_again(store: RunStore) -> None:
    run(PLAN, store, Answerer())
    changed = replace(PLAN, cases=(*CASES[:-1], replace(CASES[-1], question="Another?")))
    answerer = Answerer()
    run(changed, store, answerer)
    assert sorted(answerer.asked) == sorted(("c11", point) for point in POINTS)

    other_program = replace(PLAN, made_with=replace(MADE_WITH, code="2"))
    assert len(find_missing(other_program, store)) == 24


def test_a_cap_on_the_cost_ends_the_run_and_keeps_what_was_paid_for(store: RunStore) -> None:
    answerer = Answerer(cost=0.25)
    with pytest.raises(CostCapReachedError, match=r"has cost \$1.00, and may cost \$0.90"):
        run(PLAN, store, answerer, concurrency=1, max_cost_usd=0.9)
    assert len(answerer.asked) == 4
    assert len(find_missing(PLAN, store)) == 20


class TestCheck:
    def test_a_data_set_without_cases_is_no_run(self) -> None:
        with pytest.raises(SuiteError, match="suite made-up: dataset: it has no cases"):
            check_cases(SUITE, [])

    def test_a_replay_needs_a_recording_in_every_case(self) -> None:
        recorded = replace(CASES[0], recorded=RecordedAnswer("Yes.", "llama"))
        suite = SUITE.model_copy(update={"chat_model": ChatModelChoice.RECORDED})
        check_cases(suite, [recorded])
        with pytest.raises(SuiteError, match="case 'c1' has no recorded answer"):
            check_cases(suite, [recorded, CASES[1]])

    def test_given_evidence_must_be_there(self) -> None:
        suite = SUITE.model_copy(update={"evidence": EvidenceMode.GIVEN})
        check_cases(suite, [replace(CASES[0], contexts=("x",))])
        with pytest.raises(SuiteError, match="case 'c0' has no contexts"):
            check_cases(suite, CASES)
