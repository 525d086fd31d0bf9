"""Reads a reply of the chat-completions protocol, whole or in chunks, into a `ChatReply`: step "generate".

The SDK checks nothing of what a server sends, so the part that is used is validated here.
"""

import re
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from answer.chat_model import ChatReply, ChatRequest, Usage
from answer.errors import ChatModelRefusedError, ChatModelReplyError
from answer.settings import AnswerSettings

_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s|$)")
_NO_SENTENCE_END = re.compile(
    r"(?:(?:^|\n)\s*\d+|\b(?:[A-Za-z]|[Dd]r|Mr|Mrs|Ms|Prof|[Nn]o|vs|approx|e\.g|i\.e))\.$"
)


class _Part(BaseModel):
    # A validation error that shows its input could show a key that the provider echoes.
    model_config = ConfigDict(hide_input_in_errors=True, from_attributes=True)


class _Text(_Part):
    content: str | None = None
    refusal: str | None = None


class _Choice(_Part):
    """One choice, streamed (`delta`) or not (`message`)."""

    message: _Text | None = None
    delta: _Text | None = None
    finish_reason: str | None = None


class _TokenCounts(_Part):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Payload(_Part):
    """A completion, or one chunk of it."""

    choices: list[_Choice]
    usage: _TokenCounts | None = None


@dataclass(slots=True)
class ReceivedReply:
    """What has come of one reply so far."""

    parts: list[str] = field(default_factory=list)
    finish_reason: str | None = None
    was_refused: bool = False
    usage: _TokenCounts = field(default_factory=_TokenCounts)

    def add(self, completion: object) -> str:
        """Take in a completion, or a chunk of one, and return its text."""
        payload = _read_payload(completion)
        self.usage = payload.usage or self.usage
        if not payload.choices:
            return ""
        choice = payload.choices[0]
        text = choice.message or choice.delta or _Text()
        self.finish_reason = choice.finish_reason or self.finish_reason
        self.was_refused = self.was_refused or bool(text.refusal)
        self.parts.append(text.content or "")
        return text.content or ""

    def conclude(self, request: ChatRequest, settings: AnswerSettings) -> ChatReply:
        """Return the whole reply.

        Raises:
            ChatModelRefusedError: the chat model or its content filter refused.
            ChatModelReplyError: there is no text.
        """
        name = settings.chat_model
        if self.is_refusal:
            raise ChatModelRefusedError(f"{name} or its provider's content filter refused the question")
        text = "".join(self.parts)
        was_cut = self.finish_reason == "length"
        if not text.strip():
            reason = " before the limit of max_output_tokens" if was_cut else ""
            raise ChatModelReplyError(f"{name} sent no text{reason}")
        if was_cut and request.schema is None:
            text = drop_unfinished_sentence(text)
        return ChatReply(text=text, chat_model=name, usage=self.price(settings))

    @property
    def is_refusal(self) -> bool:
        """Whether the chat model or its provider's content filter stepped in."""
        return self.was_refused or self.finish_reason == "content_filter"

    def price(self, settings: AnswerSettings) -> Usage:
        tokens_in, tokens_out = self.usage.prompt_tokens or 0, self.usage.completion_tokens or 0
        cost = tokens_in * settings.input_cost_per_million + tokens_out * settings.output_cost_per_million
        return Usage(tokens_in, tokens_out, cost / 1_000_000)


def drop_unfinished_sentence(text: str) -> str:
    """Cut a text that hit the token limit after its last whole sentence; without one it stays as it is."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for end in reversed(ends):
        if not _NO_SENTENCE_END.search(text[:end]):
            return text[:end]
    return text


def _read_payload(completion: object) -> _Payload:
    try:
        return _Payload.model_validate(completion)
    except ValidationError as exc:
        raise ChatModelReplyError("the reply is not a chat completion") from exc
