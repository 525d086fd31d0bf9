"""Answers that Plumbline gave, as `plumbline ask --batch` writes them, to be judged again."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.datasets.own import SpanRow
from eval.datasets.rows import read_rows


class _Decision(BaseModel):
    status: str
    reason: str | None = None


class _Citation(BaseModel):
    document: str
    quote: str


class _Row(BaseModel):
    """The output row; `hallucinated` and `spans` are what a person added to it since."""

    id: str | int
    question: str = Field(min_length=1)
    text: str = Field(min_length=1)
    decision: _Decision
    citations: list[_Citation] = []
    chat_model: str = ""
    hallucinated: bool | None = None
    spans: list[SpanRow] = []


def read_answers_given(file: Path) -> Iterator[Case]:
    """Yield each answer as a recorded one, over the quotes that it cites.

    Raises:
        DatasetError: the file or one of its rows cannot be used.
    """
    for _, row in read_rows(file, _Row):
        spans = tuple(LabelledSpan(span.start, span.end, span.type, span.implicit_true) for span in row.spans)
        yield Case(
            id=str(row.id),
            kind=CaseKind.OPEN,
            question=row.question,
            contexts=tuple(dict.fromkeys(citation.quote for citation in row.citations)),
            recorded=RecordedAnswer(row.text, row.chat_model, True if spans else row.hallucinated, spans),
            labels={"status": row.decision.status, "reason": row.decision.reason or ""},
        )
