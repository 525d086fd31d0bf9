from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from answer.chat_model import Usage
from eval.runs.score import Failure, Take
from eval.runs.score_store import ScorePlace
from eval.runs.store import FILE, MIGRATIONS, OUTCOME, RunStore
from eval.runs.suite import DatasetFormat, DatasetSpec, Suite
from tests.eval.runs.outcomes import MADE_WITH, make_outcome

SUITE = Suite(name="refunds", dataset=DatasetSpec(format=DatasetFormat.CASES, path="cases.csv"))
TAKE = Take(0.75, usage=Usage(10, 2, 0.5))
LATE = Take(failure=Failure.JUDGE_TIMEOUT)
FIRST, SECOND = ScorePlace(0, "faithfulness", 0), ScorePlace(0, "faithfulness", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    store = RunStore.open(tmp_path / FILE)
    yield store
    store.close()


def start(store: RunStore, *keys: str, code: str = "code") -> str:
    run = store.start(SUITE, replace(MADE_WITH, code=code))
    for position, key in enumerate(keys):
        store.keep(run, position, key, make_outcome(key))
    return run


def test_the_outcomes_of_a_run_have_its_scores_by_metric_and_in_order(store: RunStore) -> None:
    run = start(store, "a", "b")
    store.scores.keep(run, [SECOND], "k2", Take(0.25))
    store.scores.keep(run, [FIRST], "k1", TAKE)
    store.scores.keep(run, [ScorePlace(0, "rouge_score", 0)], "k3", Take(failure=Failure.NO_REFERENCE))

    first, second = store.get(run).outcomes
    assert [score.metric for score in first.scores] == ["rouge_score", "faithfulness"]
    (score,) = (score for score in first.scores if score.metric == "faithfulness")
    assert (score.case_id, score.values, score.usage) == ("a", (0.75, 0.25), Usage(10, 2, 0.5))
    assert second.scores == ()


def test_a_try_is_kept_once_for_all_runs_and_a_failure_of_the_judge_for_its_own(store: RunStore) -> None:
    run = start(store, "a")
    store.scores.keep(run, [FIRST, ScorePlace(0, "faithfulness", 2)], "good", TAKE)
    store.scores.keep(run, [SECOND], "late", LATE)

    assert store.scores.known(["good", "late", "none"]) == {"good": TAKE}
    other = start(store, "a", code="other")
    store.scores.place(other, {FIRST: "good"})
    (score,) = store.get(other).outcomes[0].scores
    assert (score.values, score.failures) == ((0.75,), ())


def test_a_try_that_failed_makes_room_for_the_next(store: RunStore) -> None:
    run = start(store, "a")
    store.scores.keep(run, [FIRST], "key", LATE)
    store.scores.keep(run, [FIRST], "key", replace(LATE, failure=Failure.JUDGE_REFUSED))
    assert store.get(run).outcomes[0].scores[0].failures == (Failure.JUDGE_REFUSED,)
    store.scores.keep(run, [FIRST], "key", TAKE)
    assert store.get(run).outcomes[0].scores[0].values == (0.75,)
    store.scores.place(run, {})
    assert store.get(run).outcomes[0].scores == ()


@pytest.mark.parametrize("values", [{}, {"value": 0.5, "failure": Failure.NO_ANSWER}])
def test_a_try_has_either_a_value_or_a_failure(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a value or a failure"):
        Take(**values)  # type: ignore[arg-type]  # what a mistake would be


def test_a_store_from_before_there_were_scores_goes_on_with_its_runs(tmp_path: Path) -> None:
    file = tmp_path / FILE
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(f"sqlite:///{file}")
    definition = SUITE.model_dump_json(exclude={"ragas"})
    prints = '{"dataset": "d", "corpus": "c", "prompt": "p", "configuration": "x", "code": "y"}'
    outcome = make_outcome("a")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO runs (id, suite, identity, definition, fingerprints, started_at) "
                "VALUES ('abcd', 'refunds', 'i', :definition, :prints, '2026-11-26T08:00:00+00:00')"
            ),
            {"definition": definition, "prints": prints},
        )
        stored = OUTCOME.dump_json(outcome, exclude={"scores"}).decode()
        connection.execute(text("INSERT INTO outcomes VALUES ('k', :stored)"), {"stored": stored})
        connection.execute(text("INSERT INTO run_outcomes VALUES ('abcd', 0, 'k')"))
    engine.dispose()

    store = RunStore.open(file)
    store.scores.keep("abcd", [FIRST], "key", TAKE)
    (found,) = store.get("abcd").outcomes
    assert replace(found, scores=()) == outcome
    assert found.scores[0].value == 0.75
    store.close()
