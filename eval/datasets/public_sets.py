"""Public question sets under `PLUMBLINE_BENCH_DATA`: each paragraph or passage becomes one text document.

A case has the passage that its question was asked of as context too, also where that does not answer it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, Field

from eval.case import Case, CaseKind, hash_of
from eval.datasets.dataset import SourceText, write_documents
from eval.datasets.rows import read_rows
from eval.errors import DatasetError

# A file name of the title, short enough for every file system.
NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class PublicSet:
    name: str
    documents: tuple[SourceText, ...]
    cases: tuple[Case, ...]


class _SquadQuestion(BaseModel):
    id: str
    question: str
    unanswerable: bool
    answers: list[str] = []


class _SquadParagraph(BaseModel):
    context: str = Field(min_length=1)
    qas: list[_SquadQuestion] = []


class _Passage(BaseModel):
    title: str
    text: str = Field(min_length=1)


class _LongAnswer(BaseModel):
    answer: str = ""


class _ClapnqRow(BaseModel):
    id: str
    input: str
    passages: list[_Passage] = Field(min_length=1)
    output: list[_LongAnswer] = []

    @property
    def answer(self) -> str | None:
        return next((one.answer for one in self.output if one.answer.strip()), None)


def read_squad2(folder: Path) -> PublicSet:
    """Read the articles with their questions, and the distractors: paragraphs that nobody asks about.

    Raises:
        DatasetError: a file is missing or cannot be used.
    """
    documents: list[SourceText] = []
    cases: list[Case] = []
    for file in [*_files(folder, "article_*.jsonl.gz"), *_files(folder, "distractors.jsonl.gz")]:
        for number, row in read_rows(file, _SquadParagraph):
            path = f"{file.name.split('.')[0]}/paragraph {number}.txt"
            paragraph = SourceText(path, row.context)
            documents.append(paragraph)
            cases += [_squad_case(question, paragraph) for question in row.qas]
    return PublicSet("squad2", tuple(documents), tuple(cases))


def read_clapnq(folder: Path) -> PublicSet:
    """Read both files and pool their passages.

    Raises:
        DatasetError: a file is missing or cannot be used.
    """
    pool = _Pool()
    cases: list[Case] = []
    for kind in (CaseKind.ANSWERABLE, CaseKind.UNANSWERABLE):
        (file,) = _files(folder, f"{kind}.jsonl.gz")
        for _, row in read_rows(file, _ClapnqRow):
            paths = [pool.add(passage) for passage in row.passages]
            cases.append(_clapnq_case(row, kind, path=paths[0]))
    return PublicSet("clapnq", tuple(pool.documents()), tuple(cases))


READERS = {"squad2": read_squad2, "clapnq": read_clapnq}


def draw_cases(cases: Iterable[Case], *, of_each_kind: int) -> list[Case]:
    """Return at most that many cases of each kind: always the same ones, whatever the order they come in."""
    drawn: dict[CaseKind, list[Case]] = {}
    for case in sorted(cases, key=lambda case: hash_of(case.id)):
        kept = drawn.setdefault(case.kind, [])
        if len(kept) < of_each_kind:
            kept.append(case)
    return [case for kind in CaseKind for case in drawn.get(kind, [])]


def write_pool(sets: Iterable[PublicSet], folder: Path) -> None:
    """Write the documents of several sets into one folder, each set's under its name."""
    for public in sets:
        write_documents(public.documents, folder / public.name)


def _files(folder: Path, pattern: str) -> Sequence[Path]:
    found = sorted(folder.glob(pattern))
    if not found:
        raise DatasetError(f"there is no {pattern} in {folder}")
    return found


def _squad_case(question: _SquadQuestion, paragraph: SourceText) -> Case:
    """Questions of one paragraph are of one source: who cannot read it fails in all of them."""
    answerable = not question.unanswerable
    return Case(
        question.id,
        CaseKind.ANSWERABLE if answerable else CaseKind.UNANSWERABLE,
        question.question,
        gold_documents=(paragraph.path,) if answerable else (),
        collection="squad2",
        contexts=(paragraph.text,),
        reference=next(iter(question.answers), None) if answerable else None,
        source=paragraph.path,
    )


def _clapnq_case(row: _ClapnqRow, kind: CaseKind, *, path: str) -> Case:
    answerable = kind is CaseKind.ANSWERABLE
    return Case(
        row.id,
        kind,
        row.input,
        gold_documents=(path,) if answerable else (),
        collection="clapnq",
        contexts=tuple(passage.text for passage in row.passages),
        reference=row.answer if answerable else None,
    )


def _file_name(title: str) -> str:
    return " ".join(re.sub(r"[^\w-]+", " ", title).split())[:NAME_CHARACTERS].strip()


@dataclass(slots=True)
class _Pool:
    """Passages by text, each under a path made of its title: several questions may share one."""

    _paths: dict[str, str] = field(default_factory=dict)
    _names: dict[str, int] = field(default_factory=dict)

    def add(self, passage: _Passage) -> str:
        if passage.text not in self._paths:
            name = _file_name(passage.title) or "passage"
            # Some file systems do not tell "Apple" from "apple".
            count = self._names[name.lower()] = self._names.get(name.lower(), 0) + 1
            self._paths[passage.text] = f"{name}/passage {count}.txt"
        return self._paths[passage.text]

    def documents(self) -> Iterable[SourceText]:
        return (SourceText(path, text) for text, path in self._paths.items())
