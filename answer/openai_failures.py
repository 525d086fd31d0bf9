"""Says what a provider's error means for us: try again, give up on this question, or fix the set-up.

Works on plain values; `openai_client.py` reads them from the SDK's errors.
"""

from dataclasses import dataclass

from answer.errors import (
    ChatModelConfigurationError,
    ChatModelRefusedError,
    ChatModelUnavailableError,
)
from answer.retrying import Failure

_RETRIED_STATUS = frozenset({408, 409, 425, 429})  # and every 5xx
_CONTENT_STATUS = frozenset({None, 400, 403})
_CONTENT_CODES = frozenset({"content_filter", "content_policy_violation", "invalid_prompt"})


@dataclass(frozen=True, slots=True)
class Rejection:
    """An error that the provider sent; one that came inside a stream has no `status`."""

    message: str  # as it may be shown: short, without the key
    said: str = ""  # all of it, which may quote the key: to be searched, never shown
    status: int | None = None
    code: str | None = None
    parameter: str | None = None
    retry_after: float | None = None


def explain_rejection(rejection: Rejection, chat_model: str) -> Failure:
    """Choose the error for a rejection; no failure has a cause, because a provider may quote the key."""
    status, message = rejection.status, rejection.message
    if rejection.code in _CONTENT_CODES and status in _CONTENT_STATUS:
        return Failure(ChatModelRefusedError(f"the content filter of {chat_model} refused the question"))
    if status is None:
        return Failure(ChatModelUnavailableError(f"{chat_model} broke off: {message}"), is_passing=True)
    if status in {401, 403}:
        return Failure(ChatModelConfigurationError(f"{chat_model}: the API key is not accepted ({status})"))
    if status == 404:
        return Failure(ChatModelConfigurationError(f"no chat model {chat_model} at the base URL (404)"))
    if status in _RETRIED_STATUS or status >= 500:
        return Failure(
            ChatModelUnavailableError(f"{chat_model} is not available ({status}): {message}"),
            # A spent quota comes as 429 too, and no retry brings it back.
            is_passing=rejection.code != "insufficient_quota",
            retry_after=rejection.retry_after,
        )
    return Failure(ChatModelConfigurationError(f"{chat_model} rejects the request ({status}): {message}"))
