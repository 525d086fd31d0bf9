"""What calibrating yields: figures of the new calibration beside the shipped one, and what to beware of."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from eval.calibrating.comparing import Comparison, PointComparison
from eval.calibrating.measuring import Measured
from eval.calibrating.thresholds import Costs
from eval.runs.fingerprint import hash_file
from eval.verifier.rows import Selection
from verify.grounding.verdict import OperatingPoint

# Below this many claims of either kind figures are unsteady: what validating a risk model takes at least
# (Van Calster et al., Journal of Clinical Epidemiology 74 (2016), 167–176).
STEADY_FROM = 200


@dataclass(frozen=True, slots=True)
class Counts:
    """`rows` were measured; unsound ones (truncated, refusals) and those too long are left out.

    The claims are those that weights decide about: what stands word for word in the evidence is none.
    """

    rows: int
    sources: int
    wrong_answers: int
    supported_claims: int
    unsupported_claims: int
    left_out: int

    @classmethod
    def of(cls, measured: Measured, *, left_out: int) -> "Counts":
        supported = sum(claim.supported for claim in measured.weighed)
        return cls(
            rows=len(measured.answers),
            sources=len({answer.source for answer in measured.answers}),
            wrong_answers=sum(answer.wrong for answer in measured.answers),
            supported_claims=supported,
            unsupported_claims=len(measured.weighed) - supported,
            left_out=left_out,
        )


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The penalties are those of `fitting.py`."""

    counts: Counts
    costs: Costs
    signals_penalty: float
    tagger_penalty: float | None
    claims: tuple[Comparison, ...]
    answers: tuple[Comparison, ...]
    points: tuple[PointComparison, ...]

    @property
    def balanced(self) -> PointComparison:
        (found,) = (each for each in self.points if each.point is OperatingPoint.BALANCED)
        return found


def find_warnings(report: CalibrationReport) -> Iterator[str]:
    counts = report.counts
    for kind, count in (("supported", counts.supported_claims), ("unsupported", counts.unsupported_claims)):
        if count < STEADY_FROM:
            yield (
                f"only {count} {kind} claims: with fewer than {STEADY_FROM} of a kind the figures are "
                "unsteady, label more answers before you rely on them"
            )
    if report.tagger_penalty is None:
        yield "the tagger did not read along, so the file serves only where PLUMBLINE_VERIFY__TAGGER=false"
    cost = report.balanced.cost.difference
    if cost is not None and (cost.high is None or cost.high >= 0):
        yield (
            "at balanced the new calibration is not cheaper than the shipped one beyond chance: there is no "
            "reason yet to use it"
        )


def describe_origin(
    report: CalibrationReport, *, data: Path, selection: Selection, made_on: date
) -> dict[str, JsonValue]:
    """Return what the file says of itself."""
    described: dict[str, JsonValue] = to_jsonable_python(asdict(report))
    return {
        "plumbline": version("plumbline"),
        "made_on": made_on.isoformat(),
        "data": data.name,
        "sha256": hash_file(data),
        **to_jsonable_python(asdict(selection)),
        **described,
    }
