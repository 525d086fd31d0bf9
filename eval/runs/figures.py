"""The figures of a run: one value with its interval for each metric at each operating point."""

from dataclasses import dataclass

from eval.report import Direction, Measure, Unit
from verify.grounding.verdict import OperatingPoint


@dataclass(frozen=True, slots=True)
class MetricFigure:
    """`measure` is None where no case has what the metric needs, never a NaN; it counts the cases it is of.

    `better` says which way is better; None for what only describes, such as how many answers were repaired.
    """

    metric: str
    at: OperatingPoint
    unit: Unit
    better: Direction | None
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class PastFigures:
    """The figures of an earlier run of the same suite, for a trend."""

    run: str
    started_at: str
    figures: tuple[MetricFigure, ...]
