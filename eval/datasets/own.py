"""The team's own cases, as CSV or JSON Lines: a question, and whatever is known of the right answer."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from answer.request import Role, Turn
from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.datasets.rows import describe_error, read_rows
from eval.errors import DatasetError

# A cell may hold a long document; the reader's own limit is 128 KB.
MAX_CELL = 16_000_000
DELIMITERS = ",;\t|"
# Of columns that no key names.
MAX_LABELS = 20


class TurnRow(BaseModel):
    role: Role
    text: str


class SpanRow(BaseModel):
    start: int = Field(ge=0)
    end: int
    type: str = ""
    implicit_true: bool = False


class OwnRow(BaseModel):
    """One case; keys that are not named here are its labels. In CSV, lists are JSON, or one text alone."""

    model_config = ConfigDict(extra="allow")

    id: str | int | None = None
    question: str = Field(min_length=1)
    kind: CaseKind | None = None
    conversation: list[TurnRow] = []
    contexts: list[str] = []
    gold_documents: list[str] = []
    gold_quote: str | None = None
    reference: str | None = None
    answer: str | None = Field(None, min_length=1)
    chat_model: str = "recorded"
    hallucinated: bool | None = None
    spans: list[SpanRow] = []
    source: str = ""

    @field_validator("gold_documents", "contexts", mode="before")
    @classmethod
    def _take_one_for_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check_answer(self) -> Self:
        for number, span in enumerate(self.spans):
            if not span.start < span.end <= len(self.answer or ""):
                raise ValueError(f"spans.{number}: {span.start}..{span.end} is no part of the answer")
        if self.spans and self.hallucinated is False:
            raise ValueError("hallucinated is false, but there are spans")
        if len(self.model_extra or {}) > MAX_LABELS:
            raise ValueError(f"there are more than {MAX_LABELS} columns that are no keys of a case")
        return self


def read_own(file: Path) -> Iterator[Case]:
    """Yield a case per row of a CSV file, else of JSON Lines, plain or gzipped.

    Raises:
        DatasetError: the message names file, line and key.
    """
    rows = _read_csv(file) if file.suffix.lower() == ".csv" else read_rows(file, OwnRow)
    for number, row in rows:
        try:
            yield to_case(row, number=number)
        except ValueError as exc:
            raise DatasetError(f"{file}, line {number}: {exc}") from exc


def to_case(row: OwnRow, *, number: int) -> Case:
    """Raise ValueError for a kind that the row's other keys do not bear out."""
    known = row.gold_documents or row.contexts or row.reference
    return Case(
        id=str(number if row.id is None else row.id),
        kind=row.kind or (CaseKind.ANSWERABLE if known and row.answer is None else CaseKind.OPEN),
        question=row.question,
        conversation=tuple(Turn(turn.role, turn.text) for turn in row.conversation),
        gold_documents=tuple(row.gold_documents),
        gold_quote=row.gold_quote,
        contexts=tuple(row.contexts),
        reference=row.reference,
        recorded=_recorded(row),
        source=row.source,
        labels={name: str(value) for name, value in (row.model_extra or {}).items() if value is not None},
    )


def _recorded(row: OwnRow) -> RecordedAnswer | None:
    if row.answer is None:
        return None
    spans = tuple(LabelledSpan(span.start, span.end, span.type, span.implicit_true) for span in row.spans)
    hallucinated = True if spans else row.hallucinated
    return RecordedAnswer(row.answer, row.chat_model, hallucinated, spans)


def _read_csv(file: Path) -> Iterator[tuple[int, OwnRow]]:
    csv.field_size_limit(MAX_CELL)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            names = stream.readline(MAX_CELL)
            stream.seek(0)
            reader = csv.DictReader(stream, delimiter=max(DELIMITERS, key=names.count), strict=True)
            for cells in reader:
                yield reader.line_num, _parse(cells, place=f"{file}, line {reader.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise DatasetError(f"{file} cannot be read: {exc}") from exc


def _parse(cells: Mapping[str | None, Any], *, place: str) -> OwnRow:
    if None in cells:
        raise DatasetError(f"{place}: it has more cells than the first line has names")
    values = {name: _read_cell(name, text) for name, text in cells.items() if name and text not in (None, "")}
    try:
        return OwnRow.model_validate(values)
    except ValidationError as exc:
        raise DatasetError(describe_error(exc, place=place)) from exc


def _read_cell(name: str, text: str) -> object:
    """Read a list where a list is meant; a text that is no JSON list stays one text."""
    if name not in ("conversation", "contexts", "gold_documents", "spans") or not text.startswith("["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
