"""How the parts of a service stand: the types that `parts_check.py` fills and `doctor` and `/readyz` show."""

from dataclasses import dataclass
from enum import StrEnum


class PartState(StrEnum):
    """`fallback`: an embedded default does the work; `off`: nothing does, and nothing needs it."""

    READY = "ready"
    FALLBACK = "fallback"
    OFF = "off"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PartReport:
    part: str
    state: PartState
    detail: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """`ready` is false as soon as one part failed."""

    ready: bool
    parts: tuple[PartReport, ...]


def summarise(reports: list[PartReport]) -> Readiness:
    return Readiness(all(report.state is not PartState.FAILED for report in reports), tuple(reports))
