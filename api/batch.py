"""Runs a batch: one output row per input row, in order, written as it comes; bad rows keep their place."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from api.errors import DOMAIN_ERRORS, kind_of
from api.jsonl import Line, to_line
from api.schemas import to_wire

Row = TypeVar("Row", bound=BaseModel)
Handler = Callable[[Mapping[str, object]], object]


class _BadRowError(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def handle_rows(shape: type[Row], call: Callable[[Row], object]) -> Handler:
    """Return a handler that reads a row's fields as `shape` and passes them to `call`."""

    def handle(fields: Mapping[str, object]) -> object:
        try:
            row = shape.model_validate(fields)
        except ValidationError as exc:
            raise _BadRowError("invalid_row", describe_fields(exc)) from None
        return call(row)

    return handle


def run_batch(lines: Iterable[Line], handle: Handler, write: Callable[[bytes], object]) -> int:
    """Answer every line; return how many were bad."""
    bad = 0
    for line in lines:
        try:
            output = _answer(line, handle)
        except _BadRowError as exc:
            bad += 1
            output = {"error": {"code": exc.code, "message": str(exc)}}
        write(to_line({"id": line.id, **output}))
    return bad


def _answer(line: Line, handle: Handler) -> dict[str, object]:
    if line.problem:
        raise _BadRowError("invalid_json", line.problem)
    if "id" not in line.fields:
        raise _BadRowError("invalid_row", f"line {line.number} has no id")
    try:
        return to_wire(handle(line.fields))
    except DOMAIN_ERRORS as exc:
        raise _BadRowError(kind_of(exc).code, str(exc)) from exc


def describe_fields(error: ValidationError) -> str:
    """Say which fields are wrong and why, without repeating what was sent."""
    details = error.errors(include_url=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in details)
