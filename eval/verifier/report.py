"""What measuring the verifier yields: figures per detector, for answers and claims, and what marks cover."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.errors import ReportFileError
from eval.metrics import ReliabilityBin
from eval.report import Measure

ANSWERS, CLAIMS = "answers", "claims"


@dataclass(frozen=True, slots=True)
class BaseRateFigures:
    """F1 and precision as they would be if `base_rate` of all were hallucinated; see `class_weights`."""

    base_rate: float
    best_f1: float
    best_precision: float
    shipped_f1: float | None
    shipped_precision: float | None


@dataclass(frozen=True, slots=True)
class DetectorFigures:
    """`best` stands for the threshold with the best F1 on these very rows, `shipped` for the decision itself.

    What is None is not defined: a ranking without both kinds, a decision or a probability that is none.
    """

    name: str
    auroc: Measure | None
    average_precision: Measure | None
    best_f1: Measure | None
    best_threshold: float
    shipped_f1: Measure | None
    shipped_precision: float | None
    shipped_recall: float | None
    precision_at_80_recall: float | None
    calibration_error: float | None
    base_rates: tuple[BaseRateFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """All detectors on one kind of item; `positives` of the `sample` items are hallucinated."""

    name: str
    sample: int
    positives: int
    detectors: tuple[DetectorFigures, ...]
    reliability: tuple[ReliabilityBin, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkFigures:
    """How well marked characters match the labelled ones; white space does not count."""

    name: str
    precision: float
    recall: float
    f1: Measure | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What lies on claims, and so can be judged at all."""

    labelled_spans: int
    spans_on_claims: float | None
    labelled_characters_on_claims: float | None
    non_claim_characters: float
    non_claims: int


@dataclass(frozen=True, slots=True)
class Group:
    """The shipped verifier on the answers of one task or one model."""

    name: str
    sample: int
    positives: int
    figures: DetectorFigures


@dataclass(frozen=True, slots=True)
class QualityGroup:
    """Rows by the quality a person gave them; only `measured` ones take part in the figures."""

    quality: str
    sample: int
    hallucinated: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds per answer whose evidence was read before."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class VerifierReport:
    """`sources` is what the intervals resample; `contrary` rows have spans but no mark, or a mark alone."""

    data: str
    fold: str
    models: str
    sources: int
    contrary: int
    answers: Level
    claims: Level | None
    marks: tuple[MarkFigures, ...]
    coverage: Coverage
    tasks: tuple[Group, ...]
    generators: tuple[Group, ...]
    qualities: tuple[QualityGroup, ...]
    latency_ms: Latency


def to_json(report: VerifierReport) -> str:
    return json.dumps(asdict(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def require_folder(file: Path) -> None:
    """Raise ReportFileError when the file could not be written: known before minutes are spent."""
    if not file.parent.is_dir():
        raise ReportFileError(f"cannot write {file}: there is no folder {file.parent}")
    if file.is_dir():
        raise ReportFileError(f"cannot write {file}: it is a folder")


def write_file(text: str, file: Path) -> None:
    """Write a report in whatever form.

    Raises:
        ReportFileError: the file cannot be written.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise ReportFileError(f"cannot write {file}: {exc.strerror}") from exc
