"""WiCE: claims of Wikipedia held against the web pages that they cite."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, Field

from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.datasets.rows import read_rows

QUESTION = "What do the sources say?"
SUPPORTED = "supported"
WRITTEN_BY = "wikipedia"


class _Meta(BaseModel):
    id: str
    claim_title: str = ""


class _Row(BaseModel):
    label: str
    claim: str = Field(min_length=1)
    evidence: list[str]
    meta: _Meta
    claim_tokens: list[str] = []
    non_supported_spans: list[bool] = []


def read_wice(file: Path) -> Iterator[Case]:
    """Yield each claim as a recorded answer over its evidence.

    Where the words that are not supported are known they are the spans; else, for a claim that is not fully
    supported, all of it.

    Raises:
        DatasetError: the file or one of its rows cannot be used.
    """
    for number, row in read_rows(file, _Row):
        hallucinated = row.label != SUPPORTED
        spans = tuple(_spans(row)) if hallucinated else ()
        yield Case(
            id=f"{row.meta.id}:{number}",
            kind=CaseKind.OPEN,
            question=QUESTION,
            contexts=("\n".join(row.evidence),),
            recorded=RecordedAnswer(row.claim, WRITTEN_BY, hallucinated, spans),
            source=row.meta.id.split("-")[0],
            labels={"label": row.label, "title": row.meta.claim_title},
        )


def _spans(row: _Row) -> Iterator[LabelledSpan]:
    if len(row.claim_tokens) != len(row.non_supported_spans) or not any(row.non_supported_spans):
        yield LabelledSpan(0, len(row.claim))
        return
    position = 0
    for token, unsupported in zip(row.claim_tokens, row.non_supported_spans, strict=True):
        start = row.claim.find(token, position)
        if start < 0:
            continue
        position = start + len(token)
        if unsupported:
            yield LabelledSpan(start, position)
