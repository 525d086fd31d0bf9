"""Which documents of a collection are meant, as values and as conditions for the database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from retrieval import tables
from retrieval.errors import InvalidFilterError
from retrieval.slices import SLICE

# SQLite tries every way to match: each star more multiplies the time that a pattern can take.
MAX_GLOB, MAX_STARS = 500, 8


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """The documents of one collection that fit every condition given.

    `documents` are paths as they are; `path` is a pattern over the whole path: `*` for any characters,
    slashes too, `?` for one, `[abc]` for one of these. `audience` means documents marked for it; those for
    everyone are not.

    Raises:
        InvalidFilterError: the pattern is too long or has too many stars, or too many documents are named.
    """

    collection: str
    source: str | None = None
    documents: tuple[str, ...] = ()
    path: str | None = None
    audience: str | None = None
    has_findings: bool | None = None
    ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.path is not None and (len(self.path) > MAX_GLOB or _stars(self.path) > MAX_STARS):
            raise InvalidFilterError(
                f"the path pattern must have at most {MAX_GLOB} characters and {MAX_STARS} stars"
            )
        if len(self.ids) > SLICE or len(self.documents) > SLICE:
            raise InvalidFilterError(f"at most {SLICE} documents can be named at once")

    @property
    def narrows(self) -> bool:
        """Say whether anything but the collection is asked for."""
        given = (self.source, self.path, self.audience, self.has_findings)
        return bool(self.ids or self.documents) or any(value is not None for value in given)

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        document, version = tables.documents.c, tables.versions.c
        yield document.collection == self.collection
        if self.source is not None:
            yield document.source == self.source
        if self.documents:
            yield document.path.in_(self.documents)
        if self.path is not None:
            yield document.path.op("GLOB", is_comparison=True)(_without_runs(self.path))
        if self.audience is not None:
            names = func.json_each(version.audiences).table_valued("value")
            yield select(names.c.value).where(names.c.value == self.audience).exists()
        if self.has_findings is not None:
            yield (version.findings != "[]") if self.has_findings else (version.findings == "[]")
        if self.ids:
            yield document.id.in_(self.ids)


def _without_runs(pattern: str) -> str:
    return re.sub(r"\*{2,}", "*", pattern)


def _stars(pattern: str) -> int:
    return _without_runs(pattern).count("*")
