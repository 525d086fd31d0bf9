"""From labelled answers to a calibration of one's own: read, measure, fit, hold against the shipped one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from eval.calibrating.comparing import Rivals, compare_levels, compare_point
from eval.calibrating.fitting import FOLDS, Fitted, update_tuning
from eval.calibrating.measuring import Measured, measure_answers
from eval.calibrating.report import CalibrationReport, Counts
from eval.calibrating.scored import Labels, cross_validate, deal_answers, score_answers
from eval.calibrating.thresholds import Costs
from eval.errors import DatasetError
from eval.verifier.rows import Selection, read_answers
from verify.grounding.tuning import Tuning, shipped_tuning
from verify.grounding.verdict import OperatingPoint
from verify.grounding.verifier import GroundingVerifier

# Fewer claims of a kind leave a share of them uncertain by 14 points and more: no figure could then tell
# help from harm. Fewer answers of a kind say the same of thresholds, and every fold needs several sources.
LEAST_CLAIMS, LEAST_ANSWERS, LEAST_SOURCES = 50, 20, 20

OnStep = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Prices:
    """What is known of costs before the data is read; without a base rate that of the data is taken."""

    leak: float
    refusal: float
    base_rate: float | None = None


@dataclass(frozen=True, slots=True)
class Calibrated:
    report: CalibrationReport
    tuning: Tuning


def calibrate(
    data: Path, selection: Selection, *, verifier: GroundingVerifier, prices: Prices, on_step: OnStep
) -> Calibrated:
    """Fit a calibration to the selected rows of a file.

    Raises:
        DatasetError: the file cannot be used, or says too little to fit anything to it.
    """
    rows = read_answers(data, selection)
    sound = [row for row in rows if row.is_sound]
    on_step("measure signals", 0, len(sound))
    measured = measure_answers(
        sound, verifier, on_done=lambda done: on_step("measure signals", done, len(sound))
    )
    require_enough(measured, data)
    rivals = _make_rivals(measured, on_step)
    on_step("compare", 0, 1)
    fitted = update_tuning([*measured.claims, *measured.unrelated], shipped_tuning(), origin=data.name)
    report = _make_report(
        rivals, fitted, prices, Counts.of(measured, left_out=len(rows) - len(measured.answers))
    )
    on_step("compare", 1, 1)
    thresholds = {each.point: each.threshold for each in report.points}
    return Calibrated(report, replace(fitted.tuning, supported_at=thresholds))


def require_enough(measured: Measured, data: Path) -> None:
    """Refuse what is too little; what is merely little is a warning of the report."""
    wrong = sum(answer.wrong for answer in measured.answers)
    supported = sum(claim.supported for claim in measured.weighed)
    needs = [
        ("sources", len({answer.source for answer in measured.answers}), LEAST_SOURCES),
        ("grounded answers", len(measured.answers) - wrong, LEAST_ANSWERS),
        ("ungrounded answers", wrong, LEAST_ANSWERS),
        ("supported claims that are no quotes", supported, LEAST_CLAIMS),
        ("unsupported claims", len(measured.weighed) - supported, LEAST_CLAIMS),
    ]
    for name, found, least in needs:
        if found < least:
            raise DatasetError(
                f"{data} has too little to calibrate with: {found} {name}, {least} are needed, since with "
                "fewer no figure could tell help from harm"
            )


def _make_rivals(measured: Measured, on_step: OnStep) -> Rivals:
    shipped, folds = shipped_tuning(), deal_answers(measured.answers)
    on_step("cross-validate", 0, FOLDS)
    unseen = cross_validate(
        measured,
        lambda claims: update_tuning(claims, shipped, origin="cross-validation").tuning,
        folds,
        on_done=lambda done: on_step("cross-validate", done, FOLDS),
    )
    theirs = score_answers(measured.answers, [shipped] * len(folds))
    return Rivals(unseen, theirs, Labels.of(measured.answers), folds)


def _make_report(rivals: Rivals, fitted: Fitted, prices: Prices, counts: Counts) -> CalibrationReport:
    base_rate = prices.base_rate or float(rivals.labels.wrong_answers.mean())
    costs = Costs(prices.leak, prices.refusal, base_rate)
    claims, answers = compare_levels(rivals)
    return CalibrationReport(
        counts=counts,
        costs=costs,
        signals_penalty=fitted.signals_penalty,
        tagger_penalty=fitted.tagger_penalty,
        claims=tuple(claims),
        answers=tuple(answers),
        points=tuple(compare_point(rivals, point, shipped_tuning(), costs) for point in OperatingPoint),
    )
