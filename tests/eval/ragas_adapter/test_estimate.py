import pytest

from answer.decision import Status
from answer.settings import AnswerSettings
from eval.errors import SuiteError
from eval.ragas_adapter.catalogue import RagasSetup
from eval.ragas_adapter.estimate import estimate_calls
from eval.ragas_adapter.scoring import score_with_ragas
from eval.runs.cost import CHARACTERS_PER_TOKEN
from eval.runs.ragas_metrics import RAGAS_METRICS
from tests.eval.ragas_adapter.judge_server import running_judge, settings_for
from tests.eval.ragas_adapter.outcomes import CONTEXTS, make_outcome
from tests.fakes import FakeEmbedder

JUDGED = [name for name, metric in RAGAS_METRICS.items() if metric.work]


@pytest.mark.integration
@pytest.mark.parametrize("name", JUDGED)
def test_the_estimate_is_what_ragas_then_asks(name: str) -> None:
    # The judge repeats a statement of 18 characters; a real one says as much as the answer does.
    outcomes = [make_outcome("a", contexts=CONTEXTS * 2), make_outcome("b", Status.ABSTAINED, contexts=())]
    estimate = estimate_calls(outcomes, [name], repeats=2, judge=AnswerSettings())
    with running_judge() as server:
        setup = RagasSetup(settings_for(server), FakeEmbedder(), repeats=2)
        score_with_ragas(outcomes, [name], setup=setup)
        sent = sum(
            len(message["content"]) for request in server.requests for message in request.body["messages"]
        )
        asked = len(server.requests)

    assert estimate.calls == asked
    assert estimate.input_tokens == pytest.approx(sent / CHARACTERS_PER_TOKEN, rel=0.15)


def test_metrics_without_a_judge_take_nothing() -> None:
    estimate = estimate_calls(
        [make_outcome()], ["rouge_score", "plumbline_faithfulness"], repeats=3, judge=AnswerSettings()
    )
    assert (estimate.calls, estimate.input_tokens, estimate.output_tokens) == (0, 0, 0)


def test_prices_make_dollars() -> None:
    prices = AnswerSettings(input_cost_per_million=2.0, output_cost_per_million=8.0)
    estimate = estimate_calls([make_outcome()], ["faithfulness"], repeats=1, judge=prices)
    assert estimate.usd == pytest.approx((estimate.input_tokens * 2 + estimate.output_tokens * 8) / 1e6)
    assert estimate_calls([make_outcome()], ["faithfulness"], repeats=1, judge=AnswerSettings()).usd is None


def test_a_metric_is_paid_for_once_however_often_it_is_wanted() -> None:
    once = estimate_calls([make_outcome()], ["faithfulness"], repeats=1, judge=AnswerSettings())
    assert estimate_calls([make_outcome()], ["faithfulness"] * 2, repeats=1, judge=AnswerSettings()) == once


def test_an_unknown_metric_is_an_error() -> None:
    with pytest.raises(SuiteError, match="no ragas metric"):
        estimate_calls([], ["faith"], repeats=1, judge=AnswerSettings())
