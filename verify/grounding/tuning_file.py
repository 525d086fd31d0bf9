"""A team's own calibration as a file: `plumbline eval calibrate` writes it, the verifier is opened with it.

It holds the embedding model it was made with, since the weights mean nothing for another one's vectors.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from verify.errors import CalibrationFileError
from verify.grounding.scoring import Calibration
from verify.grounding.thresholds import MISSING_FACTOR, VERBATIM_SCORE
from verify.grounding.tuning import Tuning, shipped_tuning
from verify.grounding.verdict import OperatingPoint
from verify.problems import describe_error

VERSION: Literal[1] = 1
# A file of ours has 3,000; one that is no calibration need not be read to its end.
MAX_BYTES = 1_000_000

# Beyond this no weight of a signal makes sense, and the sum of several might overflow.
Weight = Annotated[float, Field(ge=-1_000, le=1_000, allow_inf_nan=False)]
# What lacks a value must fail at every threshold, and what stands verbatim in the evidence pass.
Threshold = Annotated[float, Field(gt=MISSING_FACTOR, le=VERBATIM_SCORE, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Regression(_Part):
    intercept: Weight
    weights: dict[str, Weight]

    @classmethod
    def of(cls, calibration: Calibration) -> Self:
        return cls(intercept=calibration.intercept, weights=dict(calibration.weights))

    def to_calibration(self) -> Calibration:
        return Calibration(self.intercept, self.weights)


class _Thresholds(_Part):
    strict: Threshold
    balanced: Threshold
    lenient: Threshold

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if not self.lenient <= self.balanced <= self.strict:
            raise ValueError("lenient, balanced and strict must not become smaller in this order")
        return self


class _TuningFile(_Part):
    """`made_from` says what the numbers come from; nothing follows from it."""

    version: Literal[1]
    embedding_model: str
    signals: _Regression
    tagger: _Regression | None
    supported_at: _Thresholds
    made_from: dict[str, JsonValue] = {}


def render_tuning(tuning: Tuning, *, embedding_model: str, made_from: Mapping[str, JsonValue]) -> str:
    thresholds = {point.value: threshold for point, threshold in tuning.supported_at.items()}
    written = _TuningFile(
        version=VERSION,
        embedding_model=embedding_model,
        signals=_Regression.of(tuning.signals),
        tagger=None if tuning.tagger is None else _Regression.of(tuning.tagger),
        supported_at=_Thresholds.model_validate(thresholds),
        made_from=dict(made_from),
    )
    return written.model_dump_json(indent=2) + "\n"


def read_tuning(file: Path, *, embedding_model: str, with_tagger: bool) -> Tuning:
    """Read a calibration for that embedding model, which a tagger may read along with or not.

    Raises:
        CalibrationFileError: it cannot be read, is damaged, or was made for another set-up.
    """
    found = _parse(file)
    shipped = shipped_tuning()
    _check_weights(f"{file}: signals.weights", found.signals, shipped.signals)
    if found.tagger is not None and shipped.tagger is not None:
        _check_weights(f"{file}: tagger.weights", found.tagger, shipped.tagger)
    if found.embedding_model != embedding_model:
        raise CalibrationFileError(
            f"{file}: embedding_model: it was made with {found.embedding_model!r}, not with "
            f"{embedding_model!r}, which is set up: run `plumbline eval calibrate` again"
        )
    if with_tagger and found.tagger is None:
        raise CalibrationFileError(
            f"{file}: tagger: it was made without the tagger, which reads along here: set "
            "PLUMBLINE_VERIFY__TAGGER=false, or run `plumbline eval calibrate` with it"
        )
    return Tuning(
        signals=found.signals.to_calibration(),
        tagger=found.tagger.to_calibration() if found.tagger else None,
        supported_at={OperatingPoint(name): at for name, at in found.supported_at},
        origin=f"the calibration in {file}",
    )


def _parse(file: Path) -> _TuningFile:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as exc:
        raise CalibrationFileError(f"the calibration {file} cannot be read: {exc.strerror}") from exc
    if len(content) > MAX_BYTES:
        raise CalibrationFileError(f"{file} has more than {MAX_BYTES:,} bytes, which is no calibration")
    try:
        return _TuningFile.model_validate_json(content)
    except ValidationError as exc:
        raise CalibrationFileError(describe_error(exc, place=str(file))) from exc


def _check_weights(place: str, found: _Regression, expected: Calibration) -> None:
    for name in expected.weights:
        if name not in found.weights:
            raise CalibrationFileError(f"{place}: {name} is missing")
    for name in found.weights:
        if name not in expected.weights:
            raise CalibrationFileError(f"{place}: {name} is no signal of this version")
