import pytest

from answer.chat_model import ChatRequest, Prompt
from answer.decision import Status
from answer.errors import ChatModelUnavailableError
from answer.prompt import build_prompt, build_rewrite_prompt
from answer.recorded import RecordedChatModel
from answer.request import Role, Turn
from tests.answer.desk import Desk, make_request

RECORDED = RecordedChatModel("llama-2-7b-chat", "The Basic plan costs $30 per month [1].")


def test_it_says_what_was_said_whatever_it_is_asked() -> None:
    for question in ("What does it cost?", "Who founded Larkfield?"):
        reply = RECORDED.complete(ChatRequest(build_prompt(question, ()), question, ()))
        assert (reply.text, reply.chat_model) == (RECORDED.text, "llama-2-7b-chat")
        assert (reply.usage.input_tokens, reply.usage.cost_usd) == (0, 0.0)


@pytest.mark.parametrize(
    "prompt", [build_rewrite_prompt("And monthly?", ()), Prompt("Judge.", "Is it so?", "judge-1")]
)
def test_nothing_but_answers_was_recorded(prompt: Prompt) -> None:
    with pytest.raises(ChatModelUnavailableError, match="holds answers only"):
        RECORDED.complete(ChatRequest(prompt, "?", ()))


def test_a_follow_up_is_answered_from_the_recording(desk: Desk) -> None:
    before = Turn(Role.USER, "Do you have a Basic plan?")
    answer = desk.pipeline(RECORDED).answer(make_request("What does the Basic plan cost?", before))
    assert (answer.decision.status, answer.chat_model) == (Status.ANSWERED, "llama-2-7b-chat")
    assert answer.text == "The Basic plan costs $30 per month."
