import inspect

import pytest

from answer.settings import AnswerSettings
from eval.errors import SuiteError
from eval.ragas_adapter.catalogue import RagasSetup, check_wanted
from eval.ragas_adapter.faithfulness import PlumblineFaithfulness
from eval.ragas_adapter.library import collections
from eval.runs.ragas_metrics import PLUMBLINE_FAITHFULNESS, RAGAS_METRICS
from tests.fakes import FakeEmbedder


@pytest.mark.parametrize("name", RAGAS_METRICS)
def test_a_metric_is_given_what_ragas_asks_for(name: str) -> None:
    own = name == PLUMBLINE_FAITHFULNESS
    metric = PlumblineFaithfulness if own else getattr(collections, RAGAS_METRICS[name].ragas_class)
    wanted = set(inspect.signature(metric.ascore).parameters) - {"self"}
    assert wanted == set(RAGAS_METRICS[name].needs)


@pytest.mark.parametrize("name", [name for name in RAGAS_METRICS if name != PLUMBLINE_FAITHFULNESS])
def test_a_metric_says_what_it_is_built_with(name: str) -> None:
    wanted = set(inspect.signature(getattr(collections, RAGAS_METRICS[name].ragas_class)).parameters)
    assert ("llm" in wanted, "embeddings" in wanted) == (
        RAGAS_METRICS[name].work is not None,
        RAGAS_METRICS[name].embeds,
    )


@pytest.mark.parametrize(
    ("wanted", "setup", "said"),
    [
        (["fathfulness"], RagasSetup(), "no ragas metric 'fathfulness'; there are bleu_score"),
        (["faithfulness"], RagasSetup(), "faithfulness needs a judge"),
        (["answer_relevancy"], RagasSetup(AnswerSettings()), "answer_relevancy needs an embedding model"),
    ],
)
def test_what_cannot_be_scored_is_said_before_anything_is(
    wanted: list[str], setup: RagasSetup, said: str
) -> None:
    with pytest.raises(SuiteError, match=said):
        check_wanted(wanted, setup)


def test_everything_can_be_wanted_with_a_judge_and_an_embedding_model() -> None:
    check_wanted(list(RAGAS_METRICS), RagasSetup(AnswerSettings(), FakeEmbedder()))


@pytest.mark.parametrize("values", [{"repeats": 0}, {"concurrency": 0}])
def test_nothing_is_repeated_less_than_once(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        RagasSetup(**values)  # type: ignore[arg-type]  # both are numbers
