"""Pieces of text as another program stored them, before they are documents of ours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One piece with what was noted about it; `text` is None where no text was stored."""

    id: str
    text: str | None
    metadata: Mapping[str, object]


class TextRecords(Protocol):
    """A store of such pieces, read in two steps so that its texts need not fit into memory."""

    @property
    def name(self) -> str: ...

    @property
    def origin(self) -> str:
        """Says where the pieces lie, the same in every run."""
        ...

    def outline(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Yield id and metadata of every piece, in the order they were stored."""
        ...

    def read(self, ids: Sequence[str]) -> list[TextRecord]:
        """Return the pieces of these ids, in the order of the ids."""
        ...
