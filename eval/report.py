"""What a run measured: sections of figures, each with its target, its sample and its uncertainty."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path

from eval.errors import ReportFileError
from eval.metrics import wilson_interval


class Unit(StrEnum):
    """How a value is read; a share lies in [0, 1] and is shown in percent."""

    SHARE = "share"
    SCORE = "score"
    COUNT = "count"
    RATIO = "times"
    RATE = "per second"
    MILLISECONDS = "ms"
    SECONDS = "s"
    MEGABYTES = "MB"
    DOLLARS = "USD"


class Direction(StrEnum):
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Target:
    direction: Direction
    bound: float

    def is_met_by(self, value: float) -> bool:
        return value >= self.bound if self.direction is Direction.AT_LEAST else value <= self.bound


@dataclass(frozen=True, slots=True)
class Measure:
    """One value over `sample` cases or runs, with a 95 % interval where there is one."""

    value: float
    sample: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a report; no `whole` when there was nothing to measure. `met` follows from the target."""

    name: str
    unit: Unit
    whole: Measure | None
    held_out: Measure | None = None
    target: Target | None = None
    met: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.target is not None and self.whole is not None:
            object.__setattr__(self, "met", self.target.is_met_by(self.whole.value))


@dataclass(frozen=True, slots=True)
class Section:
    """Figures of one run; the notes say how to read them, or why there are none."""

    title: str
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    sections: tuple[Section, ...]

    @property
    def misses(self) -> list[Figure]:
        return [figure for section in self.sections for figure in section.figures if figure.met is False]


def measure_share(outcomes: Iterable[bool]) -> Measure | None:
    """Return the share of true outcomes with its interval, or None when there are none."""
    seen = list(outcomes)
    if not seen:
        return None
    low, high = wilson_interval(sum(seen), len(seen))
    return Measure(sum(seen) / len(seen), len(seen), low, high)


def write_report(report: Report, file: Path) -> None:
    """Write the report as JSON.

    Raises:
        ReportFileError: the file cannot be written.
    """
    try:
        file.write_text(json.dumps(asdict(report), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as exc:
        raise ReportFileError(f"cannot write {file}: {exc.strerror}") from exc
