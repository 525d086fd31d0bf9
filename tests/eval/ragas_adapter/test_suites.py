"""Suites that ask for metrics of ragas, run to the end over a judge on loopback."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from answer.decision import Status
from answer.errors import ChatModelConfigurationError
from answer.settings import AnswerSettings
from eval.case import Case
from eval.errors import CostCapReachedError, RagasMissingError
from eval.ragas_adapter.suites import SuiteScoring, open_scoring
from eval.runs.answering import CaseAnswerer
from eval.runs.metrics import measure
from eval.runs.opening import OpenSuite
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run
from eval.runs.running import Limits, Plan, run_plan
from eval.runs.score import Failure
from eval.runs.store import FILE, RunStore
from eval.runs.suite import DatasetFormat, DatasetSpec, RagasSpec, Suite
from eval.workspace import RoomSettings
from retrieval.embedder import Embedder
from tests.answer.openai_server import ChatServer, ReceivedRequest, Reply, completion, hang, status
from tests.eval.ragas_adapter.judge_server import agree, running_judge, settings_for
from tests.eval.ragas_adapter.outcomes import make_outcome
from tests.eval.runs.outcomes import MADE_WITH
from tests.fakes import FakeEmbedder
from verify.grounding.verdict import OperatingPoint

pytestmark = pytest.mark.integration
NONSENSE = completion("Well, that depends.")


def ask(case: Case, point: OperatingPoint) -> CaseOutcome:
    """Answer every question in its own words, except for one that is abstained from."""
    status = Status.ABSTAINED if case.id == "refused" else Status.ANSWERED
    return make_outcome(case.id, status, case=case, operating_point=point, text=f"{case.question} £12.")


class Answerer:
    def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        return ask(case, point)


def make_case(key: str) -> Case:
    return replace(make_outcome(key).case, question=f"What does {key} cost?")


def make_plan(
    *metrics: str, keys: tuple[str, ...] = ("a", "b", "refused"), repeats: int = 2, both_points: bool = False
) -> Plan:
    suite = Suite(
        name="scored",
        dataset=DatasetSpec(format=DatasetFormat.CASES, path="x.csv"),
        operating_points=tuple(OperatingPoint)[: 2 if both_points else 1],
        ragas=RagasSpec(metrics=metrics or ("context_recall",), repeats=repeats),
    )
    return Plan(suite, tuple(map(make_case, keys)), MADE_WITH)


def no_embedder() -> Embedder:
    raise AssertionError("no metric here needs a model")


def make_scoring(plan: Plan, judge: AnswerSettings | None) -> SuiteScoring:
    found = open_scoring(
        OpenSuite(plan, RoomSettings(), open_answerer, judge),
        open_embedder=FakeEmbedder if "plumbline_faithfulness" in str(plan.suite.ragas) else no_embedder,
        concurrency=1,
        on_done=lambda _done, _total: None,
    )
    assert found
    return found


def open_answerer() -> CaseAnswerer:
    return Answerer()  # type: ignore[return-value]  # asked and nothing else


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore.open(tmp_path / FILE)
    yield store
    store.close()


@dataclass
class Bench:
    """A judge whose reply to a question may be changed, and what was asked of it."""

    server: ChatServer
    store: RunStore
    respond: Callable[[ReceivedRequest], Reply] = agree
    settings: dict[str, object] = field(default_factory=dict)

    def run(self, plan: Plan, **limits: object) -> Run:
        self.server.requests.clear()
        self.server.respond = self.respond
        judge = settings_for(self.server, **self.settings)
        return run_plan(
            plan,
            self.store,
            open_answerer,
            limits=Limits(**limits),  # type: ignore[arg-type]
            on_done=lambda _done, _total: None,
            score=make_scoring(plan, judge).score,
        )

    @property
    def asked(self) -> int:
        return len(self.server.requests)


@pytest.fixture
def bench(store: RunStore) -> Iterator[Bench]:
    with running_judge() as server:
        yield Bench(server, store)


def scores_of(run: Run, metric: str = "context_recall") -> dict[str, tuple[int, tuple[Failure, ...]]]:
    """Return by case how many values there are, and the failures."""
    found = {outcome.case.id: outcome.find_score(metric) for outcome in run.outcomes}
    return {key: (len(score.values), score.failures) for key, score in found.items() if score}


def test_every_outcome_is_scored_and_the_next_run_asks_nobody(bench: Bench) -> None:
    plan = make_plan("context_recall", "faithfulness")
    first = bench.run(plan)
    assert bench.asked == 3 * 2 + 2 * 2 * 2
    assert scores_of(first) == {"a": (2, ()), "b": (2, ()), "refused": (2, ())}
    assert scores_of(first, "faithfulness")["refused"] == (0, (Failure.NO_ANSWER,))

    again = bench.run(plan)
    assert (bench.asked, again.id == first.id) == (0, False)
    assert again.outcomes == first.outcomes
    assert measure(again.outcomes) == measure(first.outcomes)


def test_another_judge_or_answer_is_asked_about_and_more_repeats_only_for_the_rest(bench: Bench) -> None:
    bench.run(make_plan())
    bench.run(make_plan(repeats=5))
    assert bench.asked == 3 * 3
    bench.run(make_plan(keys=("a", "b", "c")))
    assert bench.asked == 2
    bench.settings = {"chat_model": "judge-2"}
    bench.run(make_plan())
    assert bench.asked == 6


def test_the_same_answer_at_two_operating_points_is_judged_once(bench: Bench) -> None:
    run = bench.run(make_plan(both_points=True))
    assert bench.asked == 3 * 2
    assert [score.at for outcome in run.outcomes for score in outcome.scores] == [
        outcome.operating_point for outcome in run.outcomes
    ]


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (NONSENSE, Failure.JUDGE_NONSENSE),
        (completion(None, refusal="No."), Failure.JUDGE_REFUSED),
        (hang, Failure.JUDGE_TIMEOUT),
        (status(500), Failure.JUDGE_UNAVAILABLE),
    ],
)
def test_what_the_judge_fails_is_an_error_and_asked_again_by_the_next_run(
    bench: Bench, bad: Reply, expected: Failure
) -> None:
    bench.settings = {"timeout_seconds": 0.5}
    bench.respond = lambda request: bad if len(bench.server.requests) in (2, 3) else agree(request)
    first = bench.run(make_plan(keys=("a", "b")))
    assert first.finished_at
    assert scores_of(first) == {"a": (1, (expected,)), "b": (1, (expected,))}
    (rate,) = measure(first.outcomes, ["context_recall_error_rate"])
    assert rate.measure
    assert rate.measure.value == 0.5

    bench.respond = agree
    assert scores_of(bench.run(make_plan(keys=("a", "b")))) == {"a": (2, ()), "b": (2, ())}
    assert bench.asked == 2
    assert scores_of(bench.store.get(first.id)) == scores_of(first)


@pytest.mark.parametrize("stops_at", [1, 4])
def test_an_interrupted_run_goes_on_and_pays_for_nothing_twice(bench: Bench, stops_at: int) -> None:
    plan, told = make_plan(), 0

    def stop(done: int, _: int) -> None:
        nonlocal told
        told = done
        if done == stops_at:
            raise KeyboardInterrupt

    scoring = replace(make_scoring(plan, settings_for(bench.server)), on_done=stop)
    with pytest.raises(KeyboardInterrupt):
        run_plan(
            plan,
            bench.store,
            open_answerer,
            limits=Limits(),
            on_done=lambda _done, _total: None,
            score=scoring.score,
        )
    (unfinished,) = bench.store.runs()
    assert (unfinished.finished_at, told) == (None, stops_at)
    assert sum(count for count, _ in scores_of(bench.store.get(unfinished.id)).values()) == stops_at

    finished = bench.run(plan)
    assert (finished.id, bench.asked) == (unfinished.id, 6 - stops_at)
    assert scores_of(finished) == {"a": (2, ()), "b": (2, ()), "refused": (2, ())}


def test_the_cap_on_the_cost_counts_the_judge_and_keeps_what_was_paid_for(bench: Bench) -> None:
    # The judge says that each call takes a thousand tokens in.
    bench.settings = {"input_cost_per_million": 1000.0}
    plan = make_plan("context_recall", "rouge_score")
    with pytest.raises(CostCapReachedError, match=r"has cost \$3.00, and may cost \$2.50"):
        bench.run(plan, max_cost_usd=2.5)
    (unfinished,) = bench.store.runs()
    assert bench.asked == 3
    assert sum(count for count, _ in scores_of(bench.store.get(unfinished.id)).values()) == 3
    assert scores_of(bench.store.get(unfinished.id), "rouge_score")["a"] == (1, ())

    finished = bench.run(plan, max_cost_usd=3.5)
    assert (bench.asked, finished.id) == (3, unfinished.id)
    (cost,) = measure(finished.outcomes, ["judge_cost_usd"])
    assert cost.measure
    assert cost.measure.value == 6.0


def test_the_estimate_is_from_above_before_and_exact_after_the_answers(bench: Bench) -> None:
    plan, judge = make_plan("context_recall", "faithfulness", "rouge_score"), settings_for(bench.server)
    scoring = make_scoring(plan, judge)

    def estimate() -> int:
        return scoring.estimate(plan, bench.store, AnswerSettings(), top_k=8).calls

    assert estimate() == 3 * 2 * (1 + 2)
    assert bench.asked == 0
    run_plan(
        plan, bench.store, open_answerer, limits=Limits(), on_done=lambda _done, _total: None, score=None
    )
    assert estimate() == 3 * 2 + 2 * 2 * 2
    bench.run(plan)
    assert (estimate(), bench.asked) == (0, 14)


def test_without_a_judge_our_verifier_and_words_are_compared(store: RunStore) -> None:
    plan = make_plan("plumbline_faithfulness", "rouge_score", repeats=3)
    scoring = make_scoring(plan, None)
    assert scoring.estimate(plan, store, AnswerSettings(), top_k=8).calls == 0
    run = run_plan(
        plan, store, open_answerer, limits=Limits(), on_done=lambda _done, _total: None, score=scoring.score
    )
    for metric in ("plumbline_faithfulness", "rouge_score"):
        assert scores_of(run, metric) == {"a": (1, ()), "b": (1, ()), "refused": (0, (Failure.NO_ANSWER,))}


def test_without_ragas_it_says_what_to_install_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ragas", None)
    with pytest.raises(RagasMissingError, match=r"suite scored: ragas needs ragas: pip install 'plumbline"):
        make_scoring(make_plan(), None)


def test_a_suite_that_asks_for_nothing_of_ragas_needs_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ragas", None)
    plan = make_plan()
    plan = replace(plan, suite=plan.suite.model_copy(update={"ragas": None}))
    opened = OpenSuite(plan, RoomSettings(), open_answerer)
    assert open_scoring(opened, open_embedder=no_embedder, concurrency=1, on_done=lambda *_: None) is None


def test_a_judge_that_is_set_up_wrong_ends_the_run_and_what_needs_none_is_kept(bench: Bench) -> None:
    bench.respond = lambda _: status(401)
    with pytest.raises(ChatModelConfigurationError, match="judge-1 does not take our calls"):
        bench.run(make_plan("context_recall", "rouge_score"))
    (unfinished,) = bench.store.runs()
    assert scores_of(bench.store.get(unfinished.id), "rouge_score")["b"] == (1, ())
    assert scores_of(bench.store.get(unfinished.id)) == {}
