"""What became of one file of a sync, told as soon as it holds."""

from dataclasses import dataclass
from enum import StrEnum


class FileState(StrEnum):
    """`indexed` is said only once the document can be found."""

    WAITING = "waiting"
    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class FileOutcome:
    source: str
    path: str
    state: FileState
    reason: str | None = None
