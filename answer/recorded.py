"""A chat model that says what another one once said: real answers through the whole pipeline, at no cost."""

from dataclasses import dataclass

from answer.chat_model import ChatReply, ChatRequest
from answer.errors import ChatModelUnavailableError
from answer.prompt import ANSWER_VERSION


@dataclass(frozen=True, slots=True)
class RecordedChatModel:
    """Replies with `text`, whatever the evidence; `name` is the chat model that wrote it."""

    name: str
    text: str

    def complete(self, request: ChatRequest) -> ChatReply:
        """Raise ChatModelUnavailableError for anything but an answer: nothing else was recorded."""
        if request.prompt.version != ANSWER_VERSION:
            raise ChatModelUnavailableError(f"{self.name} is a recording, which holds answers only")
        return ChatReply(self.text, self.name)
