"""A judge on loopback that knows the prompts of ragas by their schema and replies as a model would."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from answer.settings import AnswerSettings
from tests.answer.openai_server import ChatServer, ReceivedRequest, Reply, completion, running_chat_server

_SCHEMA = re.compile(r"json_schema:\s*(\{.*\})\s*Make sure", re.DOTALL)


def schema_of(request: ReceivedRequest) -> dict[str, Any]:
    (found,) = _SCHEMA.findall(request.body["messages"][0]["content"])
    schema: dict[str, Any] = json.loads(found)
    return schema


def fill(schema: dict[str, Any], *, of: dict[str, Any] | None = None) -> object:
    """Return the smallest value that follows the schema: lists of one, numbers 1, texts a sentence."""
    whole = of or schema
    if "$ref" in schema:
        return fill(whole["$defs"][schema["$ref"].rsplit("/", 1)[1]], of=whole)
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {name: fill(part, of=whole) for name, part in schema["properties"].items()}
        case "object":
            return {}
        case "array":
            return [fill(schema["items"], of=whole)]
        case "integer" | "number":
            return 1
        case "boolean":
            return True
        case _:
            return "A pause costs £12."


def agree(request: ReceivedRequest) -> Reply:
    """Reply as the schema wants it, with every verdict a yes."""
    return completion(json.dumps(fill(schema_of(request))))


@contextmanager
def running_judge(respond: Callable[[ReceivedRequest], Reply] = agree) -> Iterator[ChatServer]:
    with running_chat_server() as server:
        server.respond = respond
        yield server


def settings_for(server: ChatServer, **values: object) -> AnswerSettings:
    """Return settings for a judge there: no second tries, and five seconds unless `values` say otherwise."""
    usual = {"base_url": server.base_url, "chat_model": "judge-1", "max_retries": 0, "timeout_seconds": 5}
    return AnswerSettings.model_validate(usual | values)
