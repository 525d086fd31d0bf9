"""RAGTruth: answers of chat models over given passages, with the spans that people found ungrounded."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from eval.case import Case, CaseKind, RecordedAnswer
from eval.verifier.rows import Fold, LabelledAnswer, Models, Selection, stream_answers

# What the chat models were asked to do where a row has no question.
TASKS = {"Summary": "Summarise the text.", "Data2txt": "Describe the business from its data."}
OTHER_TASK = "Answer from the given text."


class RagtruthOptions(BaseModel):
    """`unsound` also takes answers that are truncated or refuse."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fold: Fold = Fold.VALIDATION
    models: Models = Models.OPEN
    unsound: bool = False


def read_ragtruth(file: Path, options: RagtruthOptions) -> Iterator[Case]:
    """Yield a case for each selected answer, over the passages that it was given.

    Raises:
        DatasetError: the file or one of its rows cannot be used.
    """
    for row in stream_answers(file, Selection(options.fold, options.models)):
        if row.is_sound or options.unsound:
            yield _to_case(row)


def _to_case(row: LabelledAnswer) -> Case:
    return Case(
        id=row.id,
        kind=CaseKind.OPEN,
        question=row.question or TASKS.get(row.task, OTHER_TASK),
        contexts=row.contexts,
        recorded=RecordedAnswer(row.answer, row.model, row.hallucinated, row.spans),
        source=row.source,
        labels={"task": row.task, "model": row.model, "quality": row.quality},
    )
