import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.eval.calibrating.made import write_answers
from tests.fakes import FakeEmbedder
from verify.grounding.tuning_file import read_tuning
from verify.grounding.verifier import GroundingVerifier
from verify.settings import VerifySettings

if TYPE_CHECKING:
    from answer.bootstrap import Parts


def run(*args: str, verify: VerifySettings | None = None) -> Result:
    @contextmanager
    def open_fake_folder(settings: Settings) -> Iterator["Parts"]:
        assert settings.verify.calibration is None
        embedder = FakeEmbedder()
        parts = SimpleNamespace(verifier=GroundingVerifier(embedder), cached_embedder=embedder)
        yield cast("Parts", parts)

    settings = Settings(verify=verify or VerifySettings())
    toolbox = Toolbox(load_settings=lambda: settings, open_folder=open_fake_folder)
    return CliRunner().invoke(app, ["eval", "calibrate", *args], obj=toolbox, env={"COLUMNS": "100"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_answers(tmp_path / "rows.jsonl")


def test_it_shows_the_figures_and_writes_a_file_that_the_service_reads(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "calibration.json"
    result = run("--data", str(data), "--out", str(out), "--leak-cost", "4", "--base-rate", "0.1")
    assert result.exit_code == 0, result.output
    assert "A leak costs 4, a needless refusal 1, where 10.0% of the answers are ungrounded" in " ".join(
        result.stdout.split()
    )
    assert "claims: AUROC" in result.stdout
    assert f"PLUMBLINE_VERIFY__CALIBRATION={out}" in "".join(result.stdout.split("\n"))
    assert "measure signals …" in result.stderr
    tuning = read_tuning(out, embedding_model=FakeEmbedder().fingerprint, with_tagger=False)
    held = json.loads(out.read_text(encoding="utf-8"))
    assert tuning.supported_at == held["supported_at"]


def test_a_calibration_that_is_set_does_not_stand_in_the_way(data: Path, tmp_path: Path) -> None:
    verify = VerifySettings(calibration=tmp_path / "gone.json")
    result = run("--data", str(data), "--out", str(tmp_path / "new.json"), verify=verify)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--leak-cost", "0"), "--leak-cost takes a number above 0, not 0"),
        (("--refusal-cost", "nan"), "--refusal-cost takes a number above 0, not nan"),
        (("--base-rate", "1"), "--base-rate takes a share between 0 and 1, not 1"),
        (("--out", "gone/calibration.json"), "cannot write gone/calibration.json: there is no folder gone"),
        (("--limit", "30"), "rows.jsonl has too little to calibrate with"),
        (("--data", "none.jsonl"), "none.jsonl cannot be read"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    data: Path, tmp_path: Path, options: tuple[str, str], said: str
) -> None:
    result = run("--data", str(data), "--out", str(tmp_path / "calibration.json"), *options)
    assert result.exit_code == 2
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert said in line
    assert not (tmp_path / "calibration.json").exists()
