"""Labelled answers for measuring the verifier: RAGTruth-shaped rows, and which of them a run looks at."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, StrictBool, model_validator

from eval.case import LabelledSpan, overlaps
from eval.datasets.hand_labels import SpanRow
from eval.datasets.rows import read_rows
from eval.errors import DatasetError

FOLDS = 5
# The families whose answers resemble what a self-hosted chat model writes.
OPEN_MODELS = ("llama-2", "mistral")
GOOD, UNKNOWN = "good", "unknown"


class Fold(StrEnum):
    """Which sources: thresholds and weights are fitted on development sources only."""

    VALIDATION = "validation"
    DEVELOPMENT = "development"
    ALL = "all"

    def holds(self, source: str) -> bool:
        return self is Fold.ALL or (self is Fold.VALIDATION) == is_validation(source)


class Models(StrEnum):
    """Whose answers: llama-2 and mistral, or everybody's."""

    OPEN = "open"
    ALL = "all"

    def holds(self, name: str) -> bool:
        return self is Models.ALL or name.lower().startswith(OPEN_MODELS)


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """An answer with what a person found ungrounded in it."""

    id: str
    source: str
    task: str
    model: str
    question: str | None
    contexts: tuple[str, ...]
    answer: str
    spans: tuple[LabelledSpan, ...]
    hallucinated: bool
    quality: str = UNKNOWN

    def is_marked(self, start: int, end: int) -> bool:
        """Whether a marked span overlaps these characters."""
        return overlaps(self.spans, start, end)

    @property
    def is_sound(self) -> bool:
        """Whether it is an answer at all, as far as is known: truncated ones and refusals are none."""
        return self.quality in (GOOD, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of a file are measured; of more than `limit`, those first by the hash of their source."""

    fold: Fold = Fold.VALIDATION
    models: Models = Models.OPEN
    limit: int | None = None

    def holds(self, row: LabelledAnswer) -> bool:
        return self.fold.holds(row.source) and self.models.holds(row.model)


class _AnswerRow(BaseModel):
    id: str | int
    source_id: str | int
    task: str
    model: str
    question: str | None = None
    contexts: list[str | dict[str, object]]
    answer: str
    spans: list[SpanRow]
    hallucinated: StrictBool
    quality: str | None = None

    @model_validator(mode="after")
    def _check_spans(self) -> Self:
        for number, span in enumerate(self.spans):
            if not span.is_inside(self.answer):
                raise ValueError(
                    f"spans.{number}: {span.start}..{span.end} is no part of an answer of "
                    f"{len(self.answer)} characters"
                )
        return self


def is_validation(source: str) -> bool:
    """Return whether a source lies in the fold that nothing may be fitted on: drawn by its id alone."""
    return fold_of(source) == 0


def fold_of(source: str) -> int:
    """Return in which of the `FOLDS` folds a source lies; fold 0 is for validation."""
    return _hash(source) % FOLDS


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def read_answers(file: Path, selection: Selection) -> list[LabelledAnswer]:
    """Read the selected rows, in order.

    Raises:
        DatasetError: the file or one of its rows cannot be used, an id stands in it twice, or no row is
            selected.
    """
    rows = list(stream_answers(file, selection))
    if not rows:
        raise DatasetError(
            f"{file} has no row in fold {selection.fold} by models {selection.models}: "
            "choose others with --fold and --models"
        )
    return rows if selection.limit is None else draw_answers(rows, selection.limit)


def draw_answers(rows: Sequence[LabelledAnswer], limit: int) -> list[LabelledAnswer]:
    """Return that many rows in their order, always the same: the first rows of a file are seldom typical."""
    drawn = {row.id for row in sorted(rows, key=lambda row: (_hash(row.source), _hash(row.id)))[:limit]}
    return [row for row in rows if row.id in drawn]


def stream_answers(file: Path, selection: Selection) -> Iterator[LabelledAnswer]:
    """Yield the selected rows as they are read, however many are asked for."""
    return (row for row in _read(file) if selection.holds(row))


def _read(file: Path) -> Iterator[LabelledAnswer]:
    seen: set[str] = set()
    for number, row in read_rows(file, _AnswerRow):
        labelled = _to_answer(row)
        if labelled.id in seen:
            raise DatasetError(f"{file}, line {number}: id: {labelled.id!r} stands in an earlier line too")
        seen.add(labelled.id)
        yield labelled


def _to_answer(row: _AnswerRow) -> LabelledAnswer:
    return LabelledAnswer(
        id=str(row.id),
        source=str(row.source_id),
        task=row.task,
        model=row.model,
        question=row.question,
        contexts=tuple(_to_text(context) for context in row.contexts),
        answer=row.answer,
        spans=tuple(span.to_span() for span in row.spans),
        hallucinated=row.hallucinated,
        quality=row.quality or UNKNOWN,
    )


def _to_text(context: str | dict[str, object]) -> str:
    return context if isinstance(context, str) else json.dumps(context, ensure_ascii=False)
