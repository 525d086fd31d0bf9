import json
from pathlib import Path

import pytest
import typer

from api.commands.bench import choose_parts, require_targets, room_settings, show_steps
from api.errors import InvalidInputError
from api.settings import Settings
from eval.bench import BenchPart
from eval.report import Direction, Figure, Measure, Report, Section, Target, Unit
from retrieval.settings import RetrievalSettings
from tests.api.commands.conftest import Run


def make_report(measured: Measure | None) -> Report:
    target = Target(Direction.AT_LEAST, 0.85)
    return Report((Section("S", (Figure("rate", Unit.SHARE, measured, target=target),)),))


class TestChooseParts:
    @pytest.mark.parametrize(
        ("only", "parts"),
        [
            (None, list(BenchPart)),
            (["speed"], [BenchPart.SPEED]),
            (["speed", "samples"], [BenchPart.SAMPLES, BenchPart.SPEED]),
        ],
    )
    def test_the_named_parts_or_all(self, only: list[str] | None, parts: list[BenchPart]) -> None:
        assert choose_parts(only) == parts

    def test_an_unknown_part_is_bad_use(self) -> None:
        with pytest.raises(
            InvalidInputError, match="--only takes samples, public, verifier, speed, retrieval, not 'all'"
        ):
            choose_parts(["speed", "all"])


def test_the_rooms_are_measured_as_they_are_configured() -> None:
    settings = Settings(retrieval=RetrievalSettings(top_k=3))
    assert room_settings(settings).retrieval.top_k == 3


@pytest.mark.parametrize("measured", [Measure(0.9, 10), None])
def test_targets_that_are_met_or_not_measured_pass(measured: Measure | None) -> None:
    require_targets(make_report(measured))


def test_a_missed_target_is_exit_code_1() -> None:
    with pytest.raises(typer.Exit) as caught:
        require_targets(make_report(Measure(0.8, 10)))
    assert caught.value.exit_code == 1


def test_without_a_terminal_each_step_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    with show_steps() as on_step:
        for step, done in [("index", 0), ("index", 1), ("ask", 0), ("index", 2)]:
            on_step(step, done, 2)
    assert capsys.readouterr().err == "index …\nask …\n"


class TestBench:
    def test_missing_public_data_is_reported_and_no_failure(self, run: Run, tmp_path: Path) -> None:
        result = run("eval", "bench", "--only", "public", "--strict", "--json", "bench.json")
        assert result.exit_code == 0
        assert "not measured: set PLUMBLINE_BENCH_DATA" in result.stdout
        written = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
        assert [section["title"] for section in written["sections"]] == ["Public sets"]

    def test_a_damaged_data_set_is_one_line_that_names_it(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "squad2").mkdir()
        for name in ("article_00", "distractors"):
            (tmp_path / "squad2" / f"{name}.jsonl.gz").write_bytes(b"no archive")
        monkeypatch.setenv("PLUMBLINE_BENCH_DATA", str(tmp_path))
        result = run("eval", "bench", "--only", "public")
        assert result.exit_code == 2
        assert "article_00.jsonl.gz cannot be read" in result.stderr

    def test_a_report_file_that_cannot_be_written_is_one_line(self, run: Run) -> None:
        result = run("eval", "bench", "--only", "public", "--json", "gone/bench.json")
        assert result.exit_code == 2
        assert result.stderr.splitlines()[-1].startswith("error: cannot write gone/bench.json")
