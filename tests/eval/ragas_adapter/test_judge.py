"""Every way in which a judge on loopback can fail, over the real SDK, instructor and ragas."""

import asyncio
import json

import pytest
from pydantic import BaseModel

from answer.errors import ChatModelConfigurationError
from answer.settings import AnswerSettings
from eval.ragas_adapter.judge import JUDGE_OUTPUT_TOKENS, Judge, JudgeFailedError
from eval.runs.score import Failure
from tests.answer.openai_server import (
    ChatServer,
    Reply,
    completion,
    drop,
    hang,
    raw,
    status,
    trickle,
)
from tests.eval.ragas_adapter.judge_server import running_judge, settings_for

pytestmark = pytest.mark.integration
KEY = "sk-a-secret-key"


class Verdict(BaseModel):
    x: int


YES = completion('{"x": 1}')


def envelope(**values: object) -> Reply:
    return raw(json.dumps({"id": "c", "object": "chat.completion", "created": 1, "model": "m"} | values))


def ask(server: ChatServer, *replies: Reply, **values: object) -> tuple[Verdict, Judge]:
    """Ask once for each of the replies, one after the other, and return the last verdict."""

    async def run() -> tuple[Verdict, Judge]:
        async with Judge(settings_for(server, **values)) as judge:
            for reply in replies:
                server.script = [reply]
                verdict = await judge.agenerate("Is it so?", Verdict)
            return verdict, judge

    return asyncio.run(run())


def test_a_reply_is_read_as_what_was_asked_for() -> None:
    with running_judge() as server:
        verdict, judge = ask(server, YES, api_key=KEY, input_cost_per_million=1.0)
        (request,) = server.requests

    assert verdict.x == 1
    assert request.authorization == f"Bearer {KEY}"
    assert request.body["model"] == "judge-1"
    assert request.body["max_tokens"] == JUDGE_OUTPUT_TOKENS
    assert request.body["response_format"] == {"type": "json_object"}
    assert (judge.calls, judge.usage.input_tokens, judge.usage.cost_usd) == (1, 1000, 0.001)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (completion("I think that is right."), Failure.JUDGE_NONSENSE),
        (completion('{"x": "maybe"}'), Failure.JUDGE_NONSENSE),
        (completion('{"x":', finish_reason="length"), Failure.JUDGE_NONSENSE),
        (completion("[" * 100_000), Failure.JUDGE_NONSENSE),
        (completion("1", choices=0), Failure.JUDGE_NONSENSE),
        (envelope(choices=None), Failure.JUDGE_NONSENSE),
        (envelope(choices=[{"index": 0, "message": None}]), Failure.JUDGE_NONSENSE),
        (raw("null"), Failure.JUDGE_NONSENSE),
        (raw('{"id'), Failure.JUDGE_NONSENSE),
        (raw('"\udcff"'), Failure.JUDGE_NONSENSE),
        (raw("<html>", content_type="text/html"), Failure.JUDGE_NONSENSE),
        (completion(None, refusal="I cannot judge that."), Failure.JUDGE_REFUSED),
        (completion("", finish_reason="content_filter"), Failure.JUDGE_REFUSED),
        (status(400, "filtered", error={"code": "content_filter"}), Failure.JUDGE_REFUSED),
        (hang, Failure.JUDGE_TIMEOUT),
        (trickle, Failure.JUDGE_TIMEOUT),
        (status(429), Failure.JUDGE_UNAVAILABLE),
        (status(500), Failure.JUDGE_UNAVAILABLE),
        (drop, Failure.JUDGE_UNAVAILABLE),
    ],
)
def test_each_failure_is_a_class_of_its_own(reply: Reply, expected: Failure) -> None:
    with running_judge() as server, pytest.raises(JudgeFailedError) as failed:
        ask(server, reply, timeout_seconds=0.3)
    assert failed.value.failure is expected


def test_nonsense_is_not_asked_again() -> None:
    with running_judge() as server:
        with pytest.raises(JudgeFailedError):
            ask(server, completion("Well."), max_retries=2)
        assert len(server.requests) == 1


def test_what_passes_by_itself_is_tried_again() -> None:
    with running_judge() as server:
        server.respond = lambda _: YES
        verdict, judge = ask(server, status(503), max_retries=1)
        assert (verdict.x, len(server.requests), judge.calls) == (1, 2, 1)


@pytest.mark.parametrize("code", [401, 403, 404])
def test_a_wrong_set_up_is_an_error_that_keeps_the_key(code: int) -> None:
    with running_judge() as server, pytest.raises(ChatModelConfigurationError) as failed:
        ask(server, status(code, f"no such key {KEY}"), api_key=KEY)
    assert str(code) in str(failed.value)
    assert KEY not in f"{failed.value!r} {failed.value.__cause__!r}"


@pytest.mark.parametrize("usage", ["many", {"prompt_tokens": None}, None, 7])
def test_a_verdict_counts_without_a_usable_count_of_tokens(usage: object) -> None:
    message = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": '{"x": 1}'}}
    with running_judge() as server:
        verdict, judge = ask(server, envelope(choices=[message], usage=usage))
    assert (verdict.x, judge.usage.input_tokens) == (1, 0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (AnswerSettings(), "embedded answerer cannot judge"),
        (AnswerSettings(chat_model="gpt-x"), "needs a key"),
        (AnswerSettings(chat_model="gpt-x", base_url="ftp://x"), "not an http"),
    ],
)
def test_what_cannot_judge_is_said_before_anything_is_asked(settings: AnswerSettings, said: str) -> None:
    with pytest.raises(ChatModelConfigurationError, match=said):
        Judge(settings)


def test_it_can_be_asked_outside_a_loop_too() -> None:
    with running_judge() as server:
        server.respond = lambda _: YES
        assert Judge(settings_for(server)).generate("Is it so?", Verdict).x == 1
