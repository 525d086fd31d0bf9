import pytest

from answer.errors import (
    ChatModelConfigurationError,
    ChatModelError,
    ChatModelRefusedError,
    ChatModelUnavailableError,
)
from answer.openai_failures import Rejection, explain_rejection


@pytest.mark.parametrize(
    ("status", "code", "expected", "is_passing"),
    [
        (400, None, ChatModelConfigurationError, False),
        (401, None, ChatModelConfigurationError, False),
        (403, None, ChatModelConfigurationError, False),
        (404, None, ChatModelConfigurationError, False),
        (422, None, ChatModelConfigurationError, False),
        (408, None, ChatModelUnavailableError, True),
        (409, None, ChatModelUnavailableError, True),
        (425, None, ChatModelUnavailableError, True),
        (429, None, ChatModelUnavailableError, True),
        (429, "insufficient_quota", ChatModelUnavailableError, False),
        (500, None, ChatModelUnavailableError, True),
        (503, "content_filter", ChatModelUnavailableError, True),
        (400, "content_filter", ChatModelRefusedError, False),
        (400, "invalid_prompt", ChatModelRefusedError, False),
        (403, "content_policy_violation", ChatModelRefusedError, False),
        (None, "content_filter", ChatModelRefusedError, False),
        (None, "server_error", ChatModelUnavailableError, True),
        (None, None, ChatModelUnavailableError, True),
    ],
)
def test_each_rejection_has_its_error_and_says_whether_a_retry_may_help(
    status: int | None, code: str | None, expected: type[ChatModelError], is_passing: bool
) -> None:
    failure = explain_rejection(Rejection("sorry", status=status, code=code), "gpt-4o")
    assert (type(failure.error), failure.is_passing) == (expected, is_passing)


def test_the_wait_that_the_provider_asks_for_is_passed_on() -> None:
    failure = explain_rejection(Rejection("slow down", status=429, retry_after=7.0), "gpt-4o")
    assert failure.retry_after == 7.0


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (400, "gpt-4o rejects the request (400): too long"),
        (401, "gpt-4o: the API key is not accepted (401)"),
        (404, "no chat model gpt-4o at the base URL (404)"),
        (503, "gpt-4o is not available (503): too long"),
        (None, "gpt-4o broke off: too long"),
    ],
)
def test_the_error_says_which_chat_model_and_what_to_look_at(status: int | None, sentence: str) -> None:
    failure = explain_rejection(Rejection("too long", said="too long, sk-key", status=status), "gpt-4o")
    assert str(failure.error) == sentence
