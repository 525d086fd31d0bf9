"""Answers that Plumbline gave, as `plumbline ask --batch` writes them, to be judged again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from answer.decision import Decision
from eval.case import Case, CaseKind
from eval.datasets.hand_labels import HandLabels
from eval.datasets.rows import Text, check_row, read_rows


class AnswersOptions(BaseModel):
    """`unreleased` also takes the questions that got a polite sentence: nothing is recorded of those."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unreleased: bool = False


class _Citation(BaseModel):
    document: str
    quote: str


class _Line(BaseModel):
    """An output row: an answer, or why the input row could not be asked."""

    model_config = ConfigDict(extra="allow")

    error: object = None


class _Row(HandLabels):
    """An answer; the labels are what a person added to it since."""

    id: str | int
    question: Text
    text: Text
    decision: Decision
    citations: list[_Citation] = Field(default_factory=list)
    chat_model: str = ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.check_labels(self.text)
        return self


def read_answers_given(file: Path, options: AnswersOptions) -> Iterator[Case]:
    """Yield each answer as a recorded one, over the quotes that it cites; rows with an error hold none.

    Raises:
        DatasetError: the file or one of its rows cannot be used.
    """
    for number, line in read_rows(file, _Line):
        if line.error is not None:
            continue
        row = check_row(line.model_extra or {}, _Row, place=f"{file}, line {number}")
        if row.decision.releases_text or options.unreleased:
            yield _to_case(row)


def _to_case(row: _Row) -> Case:
    return Case(
        id=str(row.id),
        kind=CaseKind.OPEN,
        question=row.question,
        contexts=tuple(dict.fromkeys(citation.quote for citation in row.citations)),
        recorded=row.record(row.text, chat_model=row.chat_model) if row.decision.releases_text else None,
        labels={"status": row.decision.status, "reason": row.decision.reason or ""},
    )
