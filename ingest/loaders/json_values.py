"""Parses JSON and JSON Lines as the author wrote it: numbers stay as they stand, 1.10 is not 1.1."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.errors import UnreadableDocumentError

# Values that `parse_json` returns: mappings, lists, text (numbers too), true, false and null.
Json = dict[str, "Json"] | list["Json"] | str | bool | None


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines of a JSON Lines file hold, by line number, and which lines could not be read."""

    values: dict[int, Json]
    broken: tuple[int, ...] = ()


def parse_json(text: str) -> Json:
    """Parse one value.

    Raises:
        UnreadableDocumentError: it is no JSON, with the line where it ends, or is nested without end.
    """
    try:
        return _parse(text)
    except json.JSONDecodeError as exc:
        raise UnreadableDocumentError(f"no valid JSON: {_reason(exc)} in line {exc.lineno}") from exc


def parse_json_lines(text: str) -> Lines:
    """Parse each line for itself; broken ones are left out as long as others are sound.

    Raises:
        UnreadableDocumentError: no line can be read, with the number of the first and its reason.
    """
    values: dict[int, Json] = {}
    broken: list[int] = []
    first = ""
    for number, line in _numbered(text):
        try:
            values[number] = _parse(line)
        except (json.JSONDecodeError, UnreadableDocumentError) as exc:
            reason = _reason(exc) if isinstance(exc, json.JSONDecodeError) else str(exc)
            first = first or f"no valid JSON: {reason} in line {number}"
            broken.append(number)
    if broken and not values:
        raise UnreadableDocumentError(first)
    return Lines(values, tuple(broken))


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines: a line may hold other characters that break lines.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _parse(text: str) -> Json:
    try:
        value: Json = json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
    except RecursionError as exc:
        raise UnreadableDocumentError("the JSON is nested too deeply") from exc
    return value


def _reason(exc: json.JSONDecodeError) -> str:
    return exc.msg[:1].lower() + exc.msg[1:]
