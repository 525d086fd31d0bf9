import json
import threading
from collections.abc import Sequence

import pytest

from answer.decision import Status
from answer.errors import ChatModelConfigurationError
from eval.errors import SuiteError
from eval.ragas_adapter.catalogue import RagasSetup
from eval.ragas_adapter.scores import RagasScores
from eval.ragas_adapter.scoring import score_with_ragas
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import RAGAS_METRICS
from eval.runs.score import Failure, RagasScore
from tests.answer.openai_server import ChatServer, ReceivedRequest, Reply, completion, hang, status
from tests.eval.ragas_adapter.judge_server import agree, fill, running_judge, schema_of, settings_for
from tests.eval.ragas_adapter.outcomes import CONTEXTS, REFERENCE, make_outcome
from tests.fakes import FakeEmbedder

JUDGED = [name for name, metric in RAGAS_METRICS.items() if metric.work]
JUDGE_FREE = [name for name, metric in RAGAS_METRICS.items() if not metric.work]


def score_free(outcomes: Sequence[CaseOutcome], *names: str) -> dict[str, RagasScore]:
    found = score_with_ragas(outcomes, names or JUDGE_FREE, setup=RagasSetup(embedder=FakeEmbedder()))
    return {score.metric: score for score in found.scores}


def judge(
    server: ChatServer, outcomes: Sequence[CaseOutcome], *names: str, repeats: int = 1, **values: object
) -> RagasScores:
    setup = RagasSetup(settings_for(server, **values), FakeEmbedder(), repeats=repeats)
    return score_with_ragas(outcomes, names or JUDGED, setup=setup)


class TestWithoutJudge:
    def test_a_perfect_answer_has_the_best_value_of_every_metric(self) -> None:
        found = score_free([make_outcome(text=REFERENCE, contexts=(REFERENCE,))])
        assert {name: score.value for name, score in found.items()} == pytest.approx(
            dict.fromkeys(JUDGE_FREE, 1.0)
        )

    def test_another_answer_has_less(self) -> None:
        found = score_free([make_outcome()], "bleu_score", "exact_match", "plumbline_faithfulness")
        assert 0 < (found["bleu_score"].value or 0) < 0.5
        assert found["exact_match"].value == 0
        assert found["plumbline_faithfulness"].value == 0.5

    @pytest.mark.parametrize(
        "text",
        ["One. Two. Three. Four.", "?", "é\n\n" * 50, "No.", "\udcff" * 3, "“He said so, twice.” " * 9],
    )
    def test_no_text_makes_a_nan(self, text: str) -> None:
        for score in score_free([make_outcome(text=text)]).values():
            assert (score.value is None) != (score.failure is None), score
            assert score.value is None or -1 <= score.value <= 1, score

    def test_a_metric_is_not_repeated_where_nothing_can_vary(self) -> None:
        found = score_free([make_outcome()], "rouge_score")
        assert (len(found["rouge_score"].values), found["rouge_score"].spread) == (1, None)

    def test_refusals_and_errors_are_counted_and_scored_by_nobody(self) -> None:
        outcomes = [
            make_outcome("a"),
            make_outcome("b", Status.ABSTAINED),
            make_outcome("c", None, error="x"),
        ]
        (summary,) = score_with_ragas(outcomes, ["rouge_score"], setup=RagasSetup()).summaries

        assert summary.measure
        assert summary.measure.sample == 1
        assert summary.failed == {Failure.NO_ANSWER: 1, Failure.ASKING_FAILED: 1}

    def test_scores_come_by_outcome_and_then_by_metric(self) -> None:
        found = score_with_ragas(
            [make_outcome("b"), make_outcome("a")], ["rouge_score", "bleu_score"], setup=RagasSetup()
        )
        assert [(score.case_id, score.metric) for score in found.scores] == [
            ("b", "rouge_score"),
            ("b", "bleu_score"),
            ("a", "rouge_score"),
            ("a", "bleu_score"),
        ]

    def test_nothing_to_score_is_no_score(self) -> None:
        assert score_with_ragas([], ["rouge_score"], setup=RagasSetup()) == RagasScores((), ())

    def test_an_unknown_metric_is_an_error(self) -> None:
        with pytest.raises(SuiteError, match="no ragas metric 'rouge'"):
            score_with_ragas([], ["rouge"], setup=RagasSetup())


@pytest.mark.integration
class TestWithJudge:
    def test_every_metric_has_a_value_and_a_spread(self) -> None:
        with running_judge() as server:
            found = judge(server, [make_outcome()], repeats=3)
            asked = len(server.requests)

        values = {score.metric: score.value for score in found.scores}
        assert {score.metric: score.spread for score in found.scores} == dict.fromkeys(JUDGED, 0.0)
        assert values.pop("noise_sensitivity") == 0.0
        # The judge says of everything that it is noncommittal.
        assert values.pop("answer_relevancy") == 0.0
        assert values == pytest.approx(dict.fromkeys(values, 1.0))
        assert (found.calls, found.usage.input_tokens) == (asked, asked * 1000)

    def test_answer_relevancy_compares_questions_with_our_embedding_model(self) -> None:
        def ask_back(_: ReceivedRequest) -> Reply:
            return completion(json.dumps({"question": "What does a pause cost?", "noncommittal": 0}))

        with running_judge(ask_back) as server:
            (score,) = judge(server, [make_outcome()], "answer_relevancy").scores
        assert score.value == pytest.approx(1.0)

    def test_repeats_that_differ_have_a_spread(self) -> None:
        verdicts = iter([0, 1, 1])

        def waver(_: ReceivedRequest) -> Reply:
            return completion(json.dumps({"reason": "so", "verdict": next(verdicts)}))

        with running_judge(waver) as server:
            outcome = make_outcome(contexts=CONTEXTS[:1])
            (score,) = judge(server, [outcome], "context_precision", repeats=3).scores
        assert [score.value, score.spread] == pytest.approx([2 / 3, 0.5773502])

    def test_what_a_failure_leaves_is_kept(self) -> None:
        replies = iter(
            [
                completion("Well, that depends."),
                completion(json.dumps({"reason": "so", "verdict": 1})),
                completion(None, refusal="I would rather not."),
            ]
        )
        with running_judge(lambda _: next(replies)) as server:
            outcome = make_outcome(contexts=CONTEXTS[:1])
            (score,) = judge(server, [outcome], "context_precision", repeats=3).scores
        assert score.value == pytest.approx(1.0)
        assert score.failures == (Failure.JUDGE_NONSENSE, Failure.JUDGE_REFUSED)

    @pytest.mark.parametrize(
        ("reply", "expected", "seconds"),
        [
            (completion("Certainly! Here you are."), Failure.JUDGE_NONSENSE, 5),
            (completion(None, refusal="No."), Failure.JUDGE_REFUSED, 5),
            (hang, Failure.JUDGE_TIMEOUT, 0.3),
            (status(500), Failure.JUDGE_UNAVAILABLE, 5),
        ],
    )
    def test_a_judge_that_always_fails_leaves_counts_and_no_value(
        self, reply: Reply, expected: Failure, seconds: float
    ) -> None:
        with running_judge(lambda _: reply) as server:
            found = judge(server, [make_outcome()], timeout_seconds=seconds)
        for summary in found.summaries:
            assert (summary.measure, summary.spread, summary.failed) == (None, None, {expected: 1}), summary

    @pytest.mark.parametrize(
        "empty", ["claims", "statements", "classifications", "question"], ids=lambda name: f"no-{name}"
    )
    def test_replies_of_the_right_form_without_content_never_make_a_nan(self, empty: str) -> None:
        def leave_empty(request: ReceivedRequest) -> Reply:
            filled = fill(schema_of(request))
            assert isinstance(filled, dict)
            return completion(
                json.dumps(filled | ({empty: type(filled[empty])()} if empty in filled else {}))
            )

        with running_judge(leave_empty) as server:
            found = judge(server, [make_outcome()])
        for score in found.scores:
            assert (score.value is None) != (score.failure is None), score
            assert score.value is None or 0 <= score.value <= 1, score

    def test_a_verdict_beyond_yes_and_no_is_nonsense(self) -> None:
        with running_judge(lambda _: completion('{"reason": "very", "verdict": 40}')) as server:
            (score,) = judge(server, [make_outcome()], "context_precision").scores
        assert score.failure is Failure.JUDGE_NONSENSE

    def test_verdicts_that_do_not_fit_together_are_nonsense(self) -> None:
        turn = iter(range(1, 100))

        def ramble(request: ReceivedRequest) -> Reply:
            filled = fill(schema_of(request))
            assert isinstance(filled, dict)
            return completion(json.dumps({name: list(value) * next(turn) for name, value in filled.items()}))

        with running_judge(ramble) as server:
            (score,) = judge(server, [make_outcome()], "noise_sensitivity").scores
        assert score.failure is Failure.JUDGE_NONSENSE

    def test_never_more_calls_are_under_way_than_allowed(self) -> None:
        busy, most, lock = 0, 0, threading.Lock()

        def count(request: ReceivedRequest) -> Reply:
            def reply(handler: object) -> None:
                nonlocal busy, most
                with lock:
                    busy += 1
                    most = max(most, busy)
                threading.Event().wait(0.02)
                with lock:
                    busy -= 1
                agree(request)(handler)  # type: ignore[arg-type]  # passed on as it came

            return reply

        with running_judge(count) as server:
            setup = RagasSetup(settings_for(server), FakeEmbedder(), concurrency=3)
            outcomes = [make_outcome(str(number)) for number in range(6)]
            score_with_ragas(outcomes, ["faithfulness"], setup=setup)
        assert 1 < most <= 3

    def test_a_wrong_set_up_stops_the_run_and_what_was_scored_went_out_before(self) -> None:
        told: list[tuple[int, int, str]] = []
        with running_judge(lambda _: status(401)) as server:
            setup = RagasSetup(settings_for(server), FakeEmbedder())
            with pytest.raises(ChatModelConfigurationError, match="judge-1 does not take our calls"):
                score_with_ragas(
                    [make_outcome()],
                    ["faithfulness", "rouge_score"],
                    setup=setup,
                    on_done=lambda done, of, score: told.append((done, of, score.metric)),
                )
        assert told == [(1, 2, "rouge_score")]
