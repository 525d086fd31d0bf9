"""The chat port: prompt and evidence in, text out. `openai_client.py` and `extractive.py` implement it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from answer.errors import ChatModelReplyError
from retrieval.chunk import RetrievedChunk


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider reports them, and what they cost."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages a chat model is asked with; `version` names the prompt files they were built from."""

    system: str
    user: str
    version: str


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One call. A remote model reads `prompt`; the embedded answerer reads the question and the evidence.

    `background` holds the earlier words that a follow-up leans on. `schema` is a JSON schema that the reply
    must follow, when the caller gave one.
    """

    prompt: Prompt
    question: str
    evidence: Sequence[RetrievedChunk]
    background: str = ""
    schema: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ChatReply:
    text: str
    chat_model: str
    usage: Usage = Usage()

    def __post_init__(self) -> None:
        # JSON can carry half a character, and nothing that leaves this service could.
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise ChatModelReplyError(f"{self.chat_model} sent what is not valid text")


class ChatModel(Protocol):
    """Answers one request, or raises a `ChatModelError`."""

    @property
    def name(self) -> str: ...

    def complete(self, request: ChatRequest) -> ChatReply: ...
