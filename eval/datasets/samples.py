"""The sample knowledge base that comes with the repository: where it is, and its labelled questions."""

from pathlib import Path

from pydantic import BaseModel

from answer.request import Role, Turn
from eval.case import Case, CaseKind
from eval.datasets.rows import read_rows
from eval.errors import DatasetError, SamplesMissingError

# The samples stand beside the rooms in the repository; an installed wheel holds the rooms only.
REPOSITORY = Path(__file__).resolve().parents[2]


class _TurnRow(BaseModel):
    role: Role
    text: str


class _QuestionRow(BaseModel):
    id: str
    kind: CaseKind
    question: str
    conversation: list[_TurnRow] = []
    gold_document: str | None = None
    gold_quote: str | None = None


def locate_samples(repository: Path = REPOSITORY) -> Path:
    """Return the folder that holds `documents/` and `questions.jsonl`.

    Raises:
        SamplesMissingError: Plumbline runs from an installation without it.
    """
    samples = repository / "samples"
    if not (samples / "documents").is_dir() or not (samples / "questions.jsonl").is_file():
        raise SamplesMissingError(
            f"the sample documents are not at {samples}: they come with the repository, not with the "
            "package; run this from a clone, or index your own documents with `plumbline ingest PATH`"
        )
    return samples


def read_samples(file: Path, *, collection: str) -> list[Case]:
    """Read the labelled questions.

    Raises:
        DatasetError: the file or one of its rows cannot be used, or an id stands in it twice.
    """
    cases: dict[str, Case] = {}
    for number, row in read_rows(file, _QuestionRow):
        if row.id in cases:
            raise DatasetError(f"{file}, line {number}: the id {row.id!r} stands in an earlier line too")
        try:
            cases[row.id] = _case(row, collection=collection)
        except ValueError as exc:
            raise DatasetError(f"{file}, line {number}: {exc}") from exc
    return list(cases.values())


def _case(row: _QuestionRow, *, collection: str) -> Case:
    return Case(
        id=row.id,
        kind=row.kind,
        question=row.question,
        conversation=tuple(Turn(turn.role, turn.text) for turn in row.conversation),
        gold_documents=(row.gold_document,) if row.gold_document else (),
        gold_quote=row.gold_quote,
        collection=collection,
    )
