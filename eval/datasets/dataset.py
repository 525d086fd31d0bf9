"""A data set as suites see it: cases, and the documents they are asked over where it brings them along."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from eval.case import Case, hash_of
from eval.errors import DatasetError


@dataclass(frozen=True, slots=True)
class SourceText:
    """A document to be: its path inside the source, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """`documents` are texts to index, `folder` files; a data set has one of the two, or neither."""

    cases: tuple[Case, ...]
    documents: tuple[SourceText, ...] = ()
    folder: Path | None = None


def write_documents(documents: Iterable[SourceText], folder: Path) -> None:
    for document in documents:
        file = folder / document.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.text, encoding="utf-8")


def select_cases(cases: Iterable[Case], *, limit: int | None, name: str) -> tuple[Case, ...]:
    """Return the cases in their order, or that many of them: always those first by the hash of their source.

    Of a stream of any length only the drawn cases are kept.

    Raises:
        DatasetError: an id stands there twice, or there is no case.
    """
    numbered = enumerate(_unique(cases, name=name))
    drawn = list(numbered) if limit is None else sorted(heapq.nsmallest(limit, numbered, key=_rank))
    if not drawn:
        raise DatasetError(f"{name} has no case")
    return tuple(case for _, case in drawn)


def _rank(numbered: tuple[int, Case]) -> tuple[int, int, int]:
    number, case = numbered
    return hash_of(case.source), hash_of(case.id), number


def _unique(cases: Iterable[Case], *, name: str) -> Iterable[Case]:
    # Of a large file the ids would fill the memory: hashes of them do not.
    seen: set[int] = set()
    for case in cases:
        key = hash_of(case.id) >> 192
        if key in seen:
            raise DatasetError(f"{name}: the id {case.id!r} stands there twice")
        seen.add(key)
        yield case
