"""JSON Lines in and out: one object per line, each bad line told apart and never stopping the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pydantic_core

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One input line: its `fields`, or the `problem` that it has none."""

    number: int
    fields: Mapping[str, object]
    problem: str | None = None

    @property
    def id(self) -> object:
        return self.fields.get("id")


def read_lines(stream: Iterable[bytes]) -> Iterator[Line]:
    """Yield every line but the blank ones; numbers count from 1 and include those."""
    for number, data in enumerate(stream, start=1):
        content = data.removeprefix(BYTE_ORDER_MARK) if number == 1 else data
        if content.strip():
            yield _parse(content, number)


def _parse(content: bytes, number: int) -> Line:
    try:
        value = pydantic_core.from_json(content, allow_inf_nan=False)
    except ValueError as exc:
        # The parser sees one line, so its own line number is always 1.
        return Line(number, {}, f"line {number} is not valid JSON: {str(exc).replace(' at line 1 ', ' at ')}")
    if not isinstance(value, dict):
        return Line(number, {}, f"line {number} is not a JSON object")
    return Line(number, value)


def to_line(value: Mapping[str, object]) -> bytes:
    return pydantic_core.to_json(value) + b"\n"
