"""Reads mtrag: real conversations, and the passages that people found for each question."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, Field

from answer.request import Role, Turn
from eval.case import Case, CaseKind
from eval.datasets.dataset import SourceText
from eval.datasets.rows import read_rows

FILE = Path("mtrag") / "mtragun.jsonl.gz"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that was asked in a conversation, and the documents that hold something of the answer."""

    id: str
    question: str
    conversation: tuple[Turn, ...]
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conversations:
    documents: tuple[SourceText, ...]
    follow_ups: tuple[FollowUp, ...]


class _Passage(BaseModel):
    document_id: str
    text: str = Field(min_length=1)


class _Utterance(BaseModel):
    speaker: str
    text: str


class _Row(BaseModel):
    task_id: str
    contexts: list[_Passage]
    input: list[_Utterance] = Field(min_length=1)
    targets: list[_Utterance] = []
    answerability: list[str] = []


def read_conversations(file: Path) -> Conversations:
    """Pool the passages of all questions; a follow-up is a question after another one that has passages.

    Raises:
        DatasetError: the file is missing or cannot be used.
    """
    pool = _Pool()
    follow_ups: list[FollowUp] = []
    for _, row in read_rows(file, _Row):
        gold = frozenset(pool.add(passage.text) for passage in row.contexts)
        *before, last = row.input
        if gold and any(turn.speaker == "user" for turn in before):
            turns = tuple(Turn(_role(turn.speaker), turn.text) for turn in before)
            follow_ups.append(FollowUp(row.task_id, last.text, turns, gold))
    return Conversations(tuple(pool.documents()), tuple(follow_ups))


def read_mtrag(file: Path) -> tuple[list[Case], list[SourceText]]:
    """Read every question as a case, with the pooled passages of all.

    A question that its passages answer only in part, or that leaves open what it asks, has no right decision
    and is of kind OPEN.

    Raises:
        DatasetError: the file is missing or cannot be used.
    """
    pool = _Pool()
    cases: list[Case] = []
    for _, row in read_rows(file, _Row):
        gold = tuple(dict.fromkeys(pool.add(passage.text) for passage in row.contexts))
        *before, last = row.input
        cases.append(
            Case(
                id=row.task_id,
                kind=_kind(row, follows=bool(before)),
                question=last.text,
                conversation=tuple(Turn(_role(turn.speaker), turn.text) for turn in before),
                gold_documents=gold,
                reference=row.targets[0].text if row.targets else None,
                source=row.task_id.split("<")[0],
                labels={"answerability": ", ".join(row.answerability)},
            )
        )
    return cases, list(pool.documents())


def _kind(row: _Row, *, follows: bool) -> CaseKind:
    if row.answerability == ["UNANSWERABLE"]:
        return CaseKind.UNANSWERABLE
    if row.answerability == ["ANSWERABLE"] and row.contexts:
        return CaseKind.FOLLOW_UP if follows else CaseKind.ANSWERABLE
    return CaseKind.OPEN


def _role(speaker: str) -> Role:
    return Role.USER if speaker == "user" else Role.ASSISTANT


@dataclass(slots=True)
class _Pool:
    """Passages by text: the same one stands under several ids."""

    _paths: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> str:
        return self._paths.setdefault(text, f"passage {len(self._paths) + 1}.txt")

    def documents(self) -> list[SourceText]:
        return [SourceText(path, text) for text, path in self._paths.items()]
