"""Step 7: asks the chat model; when it cannot be reached, the embedded answerer steps in and says so."""

from dataclasses import dataclass

from answer.chat_model import ChatModel, ChatReply, ChatRequest
from answer.errors import ChatModelReplyError, ChatModelUnavailableError

DEGRADED_CHAT_MODEL = "chat_model"


@dataclass(frozen=True, slots=True)
class Generated:
    reply: ChatReply
    degraded: tuple[str, ...] = ()


def generate(request: ChatRequest, *, chat_model: ChatModel, fallback: ChatModel) -> Generated:
    """Return the reply of the chat model, or of the fallback when the chat model is down or replies nonsense.

    Raises:
        ChatModelRefusedError: the provider's content filter stepped in; no other answerer may take over.
        ChatModelConfigurationError: the set-up is wrong, which a fallback would only hide.
    """
    try:
        return Generated(chat_model.complete(request))
    except (ChatModelUnavailableError, ChatModelReplyError):
        return Generated(fallback.complete(request), (DEGRADED_CHAT_MODEL,))
