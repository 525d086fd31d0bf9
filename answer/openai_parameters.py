"""Chooses what is sent besides the messages: each chat model gets only the parameters that it takes.

`openai_client.py` asks here before each request, and tells what the server then refused.
"""

import re
from collections.abc import Collection, Mapping

from answer.chat_model import ChatRequest
from answer.openai_failures import Rejection
from answer.settings import AnswerSettings

# Whether a family takes sampling parameters. The first matching prefix decides, so exceptions stand first;
# a name that is not here takes them, until its server says otherwise.
_TAKES_SAMPLING = (("gpt-5-chat", True), ("gpt-5", False), ("o1", False), ("o3", False), ("o4", False))

_UNSUPPORTED_CODES = frozenset({"unsupported_parameter", "unsupported_value", "unknown_parameter"})
_UNSUPPORTED_WORDS = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|unavailable|extra inputs are not permitted",
    re.IGNORECASE,
)


class Parameters:
    """The parameters for one chat model, less what its server was found to refuse."""

    def __init__(self, settings: AnswerSettings) -> None:
        self._limit = settings.max_output_tokens
        self._sampling: dict[str, object] = {}
        self._limit_names = ("max_completion_tokens", "max_tokens")
        self._refused: frozenset[str] = frozenset()
        if takes_sampling_parameters(settings.chat_model):
            self._limit_names = ("max_tokens", "max_completion_tokens")
            self._sampling = {
                "temperature": settings.temperature,
                "top_p": settings.top_p,
                "frequency_penalty": settings.frequency_penalty,
                "presence_penalty": settings.presence_penalty,
            }

    def choose(self, request: ChatRequest, *, streamed: bool) -> Mapping[str, object]:
        """Leave out what was refused; the token limit goes under its other name before it is given up."""
        refused = self._refused
        chosen = self._sampling | _shape_reply(request, streamed=streamed)
        kept = {name: value for name, value in chosen.items() if name not in refused}
        limit_name = next((name for name in self._limit_names if name not in refused), None)
        return kept | ({limit_name: self._limit} if limit_name else {})

    def refuse(self, name: str) -> None:
        self._refused |= {name}


def takes_sampling_parameters(chat_model: str) -> bool:
    """Say whether temperature, top_p and penalties may be sent; a vendor before a slash is not looked at."""
    name = chat_model.rsplit("/", 1)[-1].lower()
    return next((takes for prefix, takes in _TAKES_SAMPLING if name.startswith(prefix)), True)


def find_refused_parameter(rejection: Rejection, sent: Collection[str]) -> str | None:
    """Name the one of our parameters that the server says it does not take.

    A schema it cannot read is the caller's mistake and no such case.
    """
    said = rejection.said
    if rejection.status not in {400, 422} or "invalid schema" in said.lower():
        return None
    if rejection.parameter in sent and rejection.code in _UNSUPPORTED_CODES:
        return rejection.parameter
    if not sent or not _UNSUPPORTED_WORDS.search(said):
        return None
    named = re.search("|".join(rf"\b{re.escape(name)}\b" for name in sent), said)
    return named.group() if named else None


def _shape_reply(request: ChatRequest, *, streamed: bool) -> dict[str, object]:
    shape: dict[str, object] = {}
    if request.schema is not None:
        # Strict mode rejects most schemas that callers write, and the reply is validated anyway.
        schema = {"name": "reply", "schema": request.schema, "strict": False}
        shape["response_format"] = {"type": "json_schema", "json_schema": schema}
    if streamed:
        shape["stream_options"] = {"include_usage": True}
    return shape
