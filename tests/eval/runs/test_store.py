from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answer.decision import DecisionReason, Status
from answer.request import Role, Turn
from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.errors import RunStoreError
from eval.report import Direction, Measure, Unit
from eval.runs.figures import MetricFigure
from eval.runs.outcome import CaseOutcome, OutcomeClaim
from eval.runs.run import Fingerprints
from eval.runs.store import FILE, RunStore
from eval.runs.suite import DatasetFormat, DatasetSpec, GateSpec, Suite
from verify.grounding.verdict import EvidenceSpan, OperatingPoint, Verdict

MADE_WITH = Fingerprints("dataset", "corpus", "answer-1", "configuration", "code")
SUITE = Suite(
    name="refunds",
    dataset=DatasetSpec(format=DatasetFormat.CASES, path="cases.csv"),
    gates=(GateSpec(metric="leak_rate", at_most=0.1),),
)
CASE = Case(
    "c1",
    CaseKind.FOLLOW_UP,
    "And monthly?",
    (Turn(Role.USER, "Do you refund?"),),
    ("refunds.md",),
    "Monthly plans are not refunded.",
    contexts=("Monthly plans are not refunded.",),
    recorded=RecordedAnswer("Yes, within “30” days.", "llama", True, (LabelledSpan(0, 3, "made up"),)),
    labels={"task": "QA"},
)
OUTCOME = CaseOutcome(
    CASE,
    OperatingPoint.STRICT,
    Status.ABSTAINED,
    DecisionReason.UNSUPPORTED_CLAIMS,
    draft="Yes, within “30” days.",
    score=0.125,
    claims=(
        OutcomeClaim(0, 3, "Yes", Verdict.CONTRADICTED, 0.1, False, True, ("no",), (EvidenceSpan(0, 1, 5),)),
    ),
    contexts=CASE.contexts,
    retrieved=("refunds.md",),
)
FIGURE = MetricFigure(
    "leak_rate", OperatingPoint.STRICT, Unit.SHARE, Direction.AT_MOST, Measure(0.1 + 0.2, 1, 0.0, 0.5)
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore.open(tmp_path / "new" / FILE)
    yield store
    store.close()


def test_a_run_comes_back_as_it_went_in(store: RunStore) -> None:
    run = store.start(SUITE, MADE_WITH)
    store.keep(run, 1, "second", replace(OUTCOME, status=None, error="broken"))
    store.keep(run, 0, "first", OUTCOME)
    store.finish(run, [FIGURE])

    found = store.get(run)
    assert (found.suite, found.fingerprints) == (SUITE, MADE_WITH)
    assert found.finished_at is not None
    assert found.outcomes == (OUTCOME, replace(OUTCOME, status=None, error="broken"))
    (past,) = store.history("refunds")
    assert (past.run, past.figures) == (run, (FIGURE,))


def test_an_interrupted_run_goes_on_and_a_finished_one_does_not(store: RunStore) -> None:
    run = store.start(SUITE, MADE_WITH)
    store.keep(run, 0, "first", OUTCOME)

    assert store.start(SUITE, MADE_WITH) == run
    assert store.start(SUITE, replace(MADE_WITH, code="changed")) != run
    assert store.start(SUITE.model_copy(update={"about": "other"}), MADE_WITH) != run
    assert store.get(run).finished_at is None
    assert store.get(run).outcomes == (OUTCOME,)
    store.finish(run, [])
    assert store.start(SUITE, MADE_WITH) != run


def test_an_outcome_is_kept_once_and_known_to_every_run(store: RunStore) -> None:
    store.keep(store.start(SUITE, MADE_WITH), 0, "key", OUTCOME)
    other = store.start(SUITE, replace(MADE_WITH, dataset="larger"))
    store.keep(other, 0, "key", OUTCOME)
    store.place(other, {0: "key", 3: "key"})

    assert store.known(["key", "unknown"]) == {"key": OUTCOME}
    assert store.known([]) == {}
    assert store.get(other).outcomes == (OUTCOME, OUTCOME)


def test_a_run_is_named_by_its_id_the_beginning_of_it_or_its_suite(store: RunStore) -> None:
    first = store.start(SUITE, MADE_WITH)
    store.finish(first, [])
    second = store.start(SUITE, replace(MADE_WITH, code="2"))
    assert store.get("refunds").id == first
    store.finish(second, [])

    assert store.get(first).id == store.get(first[:8]).id == first
    assert store.get("refunds").id == second
    assert [run.id for run in store.runs()] == [second, first]
    assert store.runs("other") == []


@pytest.mark.parametrize("name", ["nothing", "", "%", "____"])
def test_a_run_that_is_not_there_is_one_clear_error(store: RunStore, name: str) -> None:
    store.start(SUITE, MADE_WITH)
    with pytest.raises(RunStoreError, match="plumbline eval list"):
        store.get(name)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("no url", "no database URL"),
        ("oracle9://x/y", "no database URL"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "store of evaluation runs"),
    ],
)
def test_a_store_that_cannot_be_used_is_one_clear_error(url: str, said: str) -> None:
    with pytest.raises(RunStoreError, match=said):
        RunStore.open(url)


def test_a_damaged_file_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(RunStoreError, match="cannot be used"):
        RunStore.open(tmp_path / FILE)
