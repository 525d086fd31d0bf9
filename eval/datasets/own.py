"""The team's own cases, as CSV or JSON Lines: a question, and whatever is known of the right answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import from_json, to_json

from answer.request import Role, Turn
from eval.case import Case, CaseKind
from eval.datasets.hand_labels import HandLabels
from eval.datasets.rows import Text, check_row, read_rows
from eval.datasets.sheet import read_sheet
from eval.errors import DatasetError

LISTS = ("conversation", "contexts", "gold_documents", "gold_document", "spans")
# Of columns that no key names.
MAX_LABELS = 20


class TurnRow(BaseModel):
    role: Role
    text: str


class OwnRow(HandLabels):
    """One case; keys that are not named here are its labels. In CSV, lists are JSON, or one text alone."""

    model_config = ConfigDict(extra="allow")

    id: str | int | None = None
    question: Text
    kind: CaseKind | None = None
    conversation: list[TurnRow] = Field(default_factory=list)
    contexts: list[str] = Field(default_factory=list)
    gold_documents: list[str] = Field(
        default_factory=list, validation_alias=AliasChoices("gold_documents", "gold_document")
    )
    gold_quote: str | None = None
    collection: str = "default"
    reference: str | None = None
    answer: Text | None = None
    chat_model: str = "recorded"
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _leave_out_what_is_null(cls, values: object) -> object:
        """Tables that are exported as JSON have every column in every row."""
        if not isinstance(values, dict):
            return values
        return {name: value for name, value in values.items() if value is not None}

    @field_validator("gold_documents", "contexts", mode="before")
    @classmethod
    def _take_one_for_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.check_labels(self.answer)
        if len(self.model_extra or {}) > MAX_LABELS:
            raise ValueError(f"there are more than {MAX_LABELS} columns that are no keys of a case")
        return self


KEYS = frozenset(OwnRow.model_fields) | {"gold_document"}


def read_own(file: Path) -> Iterator[Case]:
    """Yield a case per row of a CSV file, else of JSON Lines, plain or gzipped.

    Raises:
        DatasetError: the message names file, line and key.
    """
    is_sheet = file.name.lower().endswith((".csv", ".csv.gz"))
    rows = _read_sheet(file) if is_sheet else read_rows(file, OwnRow)
    for number, row in rows:
        try:
            yield to_case(row, number=number)
        except ValueError as exc:
            raise DatasetError(f"{file}, line {number}: {exc}") from exc


def to_case(row: OwnRow, *, number: int) -> Case:
    """Raise ValueError for a kind that the row's other keys do not bear out."""
    known = row.gold_documents or row.contexts or row.reference
    return Case(
        id=str(number if row.id in (None, "") else row.id),
        kind=row.kind or (CaseKind.ANSWERABLE if known and row.answer is None else CaseKind.OPEN),
        question=row.question,
        conversation=tuple(Turn(turn.role, turn.text) for turn in row.conversation),
        gold_documents=tuple(row.gold_documents),
        gold_quote=row.gold_quote,
        collection=row.collection,
        contexts=tuple(row.contexts),
        reference=row.reference,
        recorded=None if row.answer is None else row.record(row.answer, chat_model=row.chat_model),
        source=row.source,
        labels={name: _to_text(value) for name, value in (row.model_extra or {}).items()},
    )


def _to_text(value: object) -> str:
    return value if isinstance(value, str) else to_json(value).decode()


def _read_sheet(file: Path) -> Iterator[tuple[int, OwnRow]]:
    for number, cells in read_sheet(file):
        values = {name: _read_cell(name, text) for name, text in cells.items()}
        yield number, check_row(values, OwnRow, place=f"{file}, line {number}")


def _read_cell(name: str, text: str) -> object:
    """Read a list where a list is meant; a text that is no JSON list stays one text."""
    if name not in LISTS or not text.startswith("["):
        return text
    try:
        return from_json(text)
    except ValueError:
        return text
