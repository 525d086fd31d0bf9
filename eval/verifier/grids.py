"""The tables of a verifier report, ready to be drawn on a terminal or a page: the same cells in both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.report import Direction, Measure, Target
from eval.verifier.report import (
    ANSWERS,
    CLAIMS,
    BaseRateFigures,
    Coverage,
    DetectorFigures,
    Group,
    Latency,
    Level,
    MarkFigures,
    QualityGroup,
    VerifierReport,
)

NOTHING, DETECTOR = "–", "detector"
# What a positive is called.
WRONG = {ANSWERS: "hallucinated", CLAIMS: "unsupported"}
# What lies on no claim is never judged, so a splitter could hide every hard sentence there.
SPANS_ON_CLAIMS = Target(Direction.AT_LEAST, 0.97)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and the interval or remark that goes below it."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The first column names the row, the others are numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def make_grids(report: VerifierReport) -> list[Grid]:
    return [
        *_level_grids(report.answers),
        *(_level_grids(report.claims) if report.claims else ()),
        mark_grid(report.marks),
        group_grid("By task, as shipped", "task", report.tasks),
        group_grid("By generating model, as shipped", "model", report.generators),
    ]


def detector_grid(level: Level) -> Grid:
    columns = (DETECTOR, "AUROC", "AP", "best F1", "F1", "prec.", "recall", "P@R80", "ECE")
    return Grid(_title(level), columns, tuple(_detector_row(each) for each in level.detectors))


def base_rate_grid(level: Level) -> Grid:
    """Return the figures at other base rates; without both kinds there are none."""
    rates = [figures.base_rate for figures in level.detectors[0].base_rates]
    columns = [f"{rate:.0%} {name}" for rate in rates for name in ("best F1", "prec.", "F1", "prec.")]
    rows = tuple(
        (Cell(each.name), *(cell for figures in each.base_rates for cell in _base_rate_cells(figures)))
        for each in level.detectors
    )
    return Grid(f"{level.name.capitalize()} at other base rates", (DETECTOR, *columns), rows)


def mark_grid(marks: Sequence[MarkFigures]) -> Grid:
    rows = tuple(
        (Cell(each.name), Cell(_number(each.precision)), Cell(_number(each.recall)), _measured(each.f1))
        for each in marks
    )
    return Grid("Characters: marked against labelled", ("mark", "precision", "recall", "F1"), rows)


def group_grid(title: str, kind: str, groups: Sequence[Group]) -> Grid:
    rows = tuple(
        (
            Cell(group.name),
            Cell(f"{group.sample:,}"),
            Cell(f"{group.positives / group.sample:.0%}"),
            *(_measured(measure) for measure in _main_measures(group.figures)),
        )
        for group in groups
    )
    return Grid(title, (kind, "n", "halluc.", "AUROC", "AP", "best F1", "F1"), rows)


def summarise(report: VerifierReport) -> str:
    """Return what was measured, in one line."""
    answers, claims = report.answers, report.claims
    text = (
        f"{report.data}, fold {report.fold}, models {report.models}: {answers.sample:,} answers to "
        f"{report.sources:,} sources, {answers.positives / answers.sample:.1%} hallucinated"
    )
    if claims is None:
        return text
    return f"{text}; {claims.sample:,} claims, {claims.positives / claims.sample:.1%} unsupported"


def make_notes(report: VerifierReport) -> list[str]:
    """Return what no table holds, one line each."""
    contrary = [f"marked hallucinated without a span, or the other way round: n={report.contrary}"]
    return [
        *_coverage_notes(report.coverage),
        _latency_note(report.latency_ms),
        *(_quality_note(group) for group in report.qualities),
        *(contrary if report.contrary else ()),
    ]


def _level_grids(level: Level) -> Iterator[Grid]:
    yield detector_grid(level)
    if level.detectors[0].base_rates:
        yield base_rate_grid(level)


def _title(level: Level) -> str:
    share = f"{level.positives / level.sample:.1%} {WRONG[level.name]}"
    return f"{level.name.capitalize()}: n={level.sample:,}, {share}"


def _detector_row(figures: DetectorFigures) -> tuple[Cell, ...]:
    return (
        Cell(figures.name),
        *(_measured(measure) for measure in _main_measures(figures)),
        Cell(_number(figures.shipped_precision)),
        Cell(_number(figures.shipped_recall)),
        Cell(_number(figures.precision_at_80_recall)),
        Cell(_number(figures.calibration_error)),
    )


def _main_measures(figures: DetectorFigures) -> tuple[Measure | None, ...]:
    return figures.auroc, figures.average_precision, figures.best_f1, figures.shipped_f1


def _base_rate_cells(figures: BaseRateFigures) -> Iterator[Cell]:
    for value in (figures.best_f1, figures.best_precision, figures.shipped_f1, figures.shipped_precision):
        yield Cell(_number(value))


def _measured(measure: Measure | None) -> Cell:
    if measure is None:
        return Cell(NOTHING)
    interval = (
        "" if measure.low is None or measure.high is None else f"{_short(measure.low)}–{_short(measure.high)}"
    )
    return Cell(_number(measure.value), interval)


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.3f}"


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _coverage_notes(coverage: Coverage) -> Iterator[str]:
    if coverage.spans_on_claims is not None and coverage.labelled_characters_on_claims is not None:
        met = "met" if SPANS_ON_CLAIMS.is_met_by(coverage.spans_on_claims) else "missed"
        yield (
            f"labelled spans on a claim: {coverage.spans_on_claims:.1%} of {coverage.labelled_spans:,} "
            f"(target ≥ {SPANS_ON_CLAIMS.bound:.0%}, {met}); "
            f"labelled characters on claims: {coverage.labelled_characters_on_claims:.1%}"
        )
    yield (
        f"not a claim, so not judged: {coverage.non_claim_characters:.1%} of all characters, "
        f"{coverage.non_claims:,} pieces"
    )


def _latency_note(latency: Latency) -> str:
    return f"time per answer, evidence read before: p50 {latency.p50:.0f} ms, p95 {latency.p95:.0f} ms"


def _quality_note(group: QualityGroup) -> str:
    measured = "measured above" if group.measured else "not in any figure above"
    return (
        f"quality {group.quality.replace('_', ' ')}: n={group.sample:,}, "
        f"{group.hallucinated / group.sample:.1%} hallucinated, {measured}"
    )
