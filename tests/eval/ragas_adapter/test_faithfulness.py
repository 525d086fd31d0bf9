"""Our verifier used as somebody who knows ragas would use it."""

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from eval.ragas_adapter.faithfulness import PlumblineFaithfulness
from eval.ragas_adapter.library import collections
from eval.ragas_adapter.samples import to_ragas, to_ragas_table
from tests.eval.ragas_adapter.outcomes import ANSWER, CONTEXTS, make_outcome
from tests.fakes import FakeEmbedder
from verify.grounding.thresholds import NO_CLAIMS_SCORE
from verify.grounding.verifier import GroundingVerifier


@pytest.fixture(scope="module")
def metric() -> PlumblineFaithfulness:
    return PlumblineFaithfulness(GroundingVerifier(FakeEmbedder()))


class TestOneAnswer:
    def test_the_value_is_the_share_of_supported_claims(self, metric: PlumblineFaithfulness) -> None:
        result = metric.score(response=ANSWER, retrieved_contexts=list(CONTEXTS))
        assert result.value == 0.5
        assert "It lasts nine months.: the sources" in result.reason

    def test_a_sound_answer_is_worth_one(self, metric: PlumblineFaithfulness) -> None:
        result = metric.score(response=CONTEXTS[0], retrieved_contexts=list(CONTEXTS))
        assert (result.value, result.reason) == (1.0, "all 2 claims are supported")

    @pytest.mark.parametrize(
        ("response", "contexts", "value", "reason"),
        [
            ("Hello! How can I help you?", CONTEXTS, NO_CLAIMS_SCORE, "no claims"),
            ("A pause costs £12.", (), 0.0, "A pause costs £12.: "),
            ("It costs £12. " * 20_000, CONTEXTS, 0.0, "characters"),
        ],
    )
    def test_it_is_a_number_whatever_there_is_to_verify(
        self,
        metric: PlumblineFaithfulness,
        response: str,
        contexts: Iterable[str],
        value: float,
        reason: str,
    ) -> None:
        result = metric.score(response=response, retrieved_contexts=list(contexts))
        assert result.value == value
        assert reason in result.reason

    def test_batches_are_those_of_ragas(self, metric: PlumblineFaithfulness) -> None:
        rows = [{"response": text, "retrieved_contexts": list(CONTEXTS)} for text in (ANSWER, CONTEXTS[0])]
        assert [result.value for result in metric.batch_score(rows)] == [0.5, 1.0]


def test_it_is_a_metric_of_the_collections(metric: PlumblineFaithfulness) -> None:
    assert isinstance(metric, collections.BaseMetric)
    assert (metric.name, metric.allowed_values) == ("plumbline_faithfulness", (0.0, 1.0))


def test_an_experiment_of_ragas_runs_with_it(metric: PlumblineFaithfulness) -> None:
    from ragas import experiment  # noqa: PLC0415  # what a user of ragas imports

    @experiment()  # type: ignore[untyped-decorator]  # ragas is Any to mypy
    async def check(row: dict[str, Any]) -> dict[str, object]:
        result = await metric.ascore(response=row["response"], retrieved_contexts=row["retrieved_contexts"])
        return {"id": row["id"], "value": result.value, "reason": result.reason}

    table = to_ragas_table([make_outcome("a"), make_outcome("b", text=CONTEXTS[0])], "pauses")
    found = asyncio.run(check.arun(table))

    assert {row["id"]: row["value"] for row in found} == {"a": 0.5, "b": 1.0}


@pytest.mark.filterwarnings("ignore:.*evaluate:DeprecationWarning")
def test_the_older_evaluate_of_ragas_runs_with_it(metric: PlumblineFaithfulness) -> None:
    from ragas import evaluate  # noqa: PLC0415  # as above

    result = evaluate(to_ragas([make_outcome("a")]), metrics=[metric], show_progress=False)
    assert result.scores == [{"plumbline_faithfulness": 0.5}]
