from collections.abc import Callable

import pytest

from answer.chat_model import ChatRequest, Prompt
from answer.errors import (
    ChatModelConfigurationError,
    ChatModelError,
    ChatModelRefusedError,
    ChatModelReplyError,
    ChatModelUnavailableError,
)
from answer.generate import generate
from tests.fakes import FakeChatModel

REQUEST = ChatRequest(Prompt("system", "user", "answer-1"), "What does it cost?", evidence=())


def failing(error: ChatModelError) -> Callable[[ChatRequest], str]:
    def fail(_: ChatRequest) -> str:
        raise error

    return fail


def test_the_chat_models_reply_is_taken_as_it_is() -> None:
    fallback = FakeChatModel(lambda _: "fallback")
    generated = generate(REQUEST, chat_model=FakeChatModel(lambda _: "It costs $30."), fallback=fallback)
    assert (generated.reply.text, generated.degraded) == ("It costs $30.", ())
    assert fallback.requests == []


@pytest.mark.parametrize("error", [ChatModelUnavailableError("down"), ChatModelReplyError("nonsense")])
def test_the_fallback_steps_in_and_says_so(error: ChatModelError) -> None:
    fallback = FakeChatModel(lambda _: "verbatim", name="extractive")
    generated = generate(REQUEST, chat_model=FakeChatModel(failing(error)), fallback=fallback)
    assert (generated.reply.text, generated.reply.chat_model) == ("verbatim", "extractive")
    assert generated.degraded == ("chat_model",)
    assert fallback.requests == [REQUEST]


def test_a_reply_that_is_not_text_counts_as_nonsense() -> None:
    chat_model, fallback = FakeChatModel(lambda _: "half \ud800"), FakeChatModel(lambda _: "verbatim")
    assert generate(REQUEST, chat_model=chat_model, fallback=fallback).degraded == ("chat_model",)


@pytest.mark.parametrize("error", [ChatModelRefusedError("filtered"), ChatModelConfigurationError("no key")])
def test_nobody_takes_over_from_a_refusal_or_hides_a_wrong_set_up(error: ChatModelError) -> None:
    fallback = FakeChatModel(lambda _: "verbatim")
    with pytest.raises(type(error), match=str(error)):
        generate(REQUEST, chat_model=FakeChatModel(failing(error)), fallback=fallback)
    assert fallback.requests == []
