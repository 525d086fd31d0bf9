import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from verify.errors import CalibrationFileError
from verify.grounding.tuning import Tuning, shipped_tuning
from verify.grounding.tuning_file import MAX_BYTES, read_tuning, render_tuning
from verify.grounding.verdict import OperatingPoint

MODEL = "model-1"
Change = Callable[[dict[str, Any]], object]


def own_tuning() -> Tuning:
    shipped = shipped_tuning()
    at = {OperatingPoint.STRICT: 0.9, OperatingPoint.BALANCED: 0.7, OperatingPoint.LENIENT: 0.5}
    return replace(shipped, signals=replace(shipped.signals, intercept=1.25), supported_at=at)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    target = tmp_path / "calibration.json"
    target.write_text(
        render_tuning(own_tuning(), embedding_model=MODEL, made_from={"rows": 300}), encoding="utf-8"
    )
    return target


def test_what_is_written_is_what_is_read(file: Path) -> None:
    found = read_tuning(file, embedding_model=MODEL, with_tagger=True)
    assert found == replace(own_tuning(), origin=f"the calibration in {file}")
    assert json.loads(file.read_text(encoding="utf-8"))["made_from"] == {"rows": 300}


def test_one_made_without_the_tagger_serves_who_has_none(file: Path) -> None:
    edit(file, lambda held: held.update(tagger=None))
    assert read_tuning(file, embedding_model=MODEL, with_tagger=False).tagger is None


def edit(file: Path, change: Change) -> None:
    held = json.loads(file.read_text(encoding="utf-8"))
    change(held)
    file.write_text(json.dumps(held), encoding="utf-8")


class TestWhatCannotBeUsedIsOneLineThatNamesFileAndKey:
    @staticmethod
    def fail(file: Path, *, embedding_model: str = MODEL) -> str:
        with pytest.raises(CalibrationFileError) as caught:
            read_tuning(file, embedding_model=embedding_model, with_tagger=True)
        said = str(caught.value)
        assert str(file) in said
        assert "\n" not in said
        return said

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda held: held.pop("version"), ": version: Field required"),
            (lambda held: held.update(version=2), ": version: Input should be 1"),
            (lambda held: held.update(thresholds={}), ": thresholds: Extra inputs are not permitted"),
            (lambda held: held["signals"]["weights"].pop("cosine"), ": signals.weights: cosine is missing"),
            (
                lambda held: held["tagger"]["weights"].update(mood=1.0),
                ": tagger.weights: mood is no signal of this version",
            ),
            (
                lambda held: held["signals"]["weights"].update(cosine=float("nan")),
                ": signals.weights.cosine: Input should be",
            ),
            (lambda held: held["tagger"].update(intercept=1e300), ": tagger.intercept: Input should be"),
            (lambda held: held["signals"].update(intercept="0.5"), ": signals.intercept: Input should be"),
            (lambda held: held["supported_at"].pop("strict"), ": supported_at.strict: Field required"),
            (
                lambda held: held["supported_at"].update(lenient=0.2),
                ": supported_at.lenient: Input should be",
            ),
            (lambda held: held["supported_at"].update(strict=1.0), ": supported_at.strict: Input should"),
            (
                lambda held: held["supported_at"].update(lenient=0.8),
                ": supported_at: lenient, balanced and strict must not become smaller",
            ),
            (lambda held: held.update(tagger=None), ": tagger: it was made without the tagger"),
        ],
    )
    def test_a_value_that_is_wrong(self, file: Path, change: Change, problem: str) -> None:
        edit(file, change)
        assert f"{file}{problem}" in self.fail(file)

    def test_no_file(self, tmp_path: Path) -> None:
        assert "cannot be read: No such file" in self.fail(tmp_path / "gone.json")

    @pytest.mark.parametrize("content", [b"", b"no json", b"[]", b"\xff\xfe", b'{"version": 1'])
    def test_no_calibration(self, file: Path, content: bytes) -> None:
        file.write_bytes(content)
        self.fail(file)

    def test_a_huge_file_is_not_read_to_its_end(self, file: Path) -> None:
        file.write_bytes(b" " * (MAX_BYTES + 1))
        assert "more than 1,000,000 bytes" in self.fail(file)

    def test_another_embedding_model(self, file: Path) -> None:
        assert "embedding_model: it was made with 'model-1'" in self.fail(file, embedding_model="model-2")
