import json
from pathlib import Path

import pytest

from api.commands.bench import choose_parts, room_settings, show_steps
from api.errors import InvalidInputError
from api.settings import Settings
from eval.bench import BenchPart
from retrieval.settings import RetrievalSettings
from tests.api.commands.conftest import Run


class TestChooseParts:
    @pytest.mark.parametrize(
        ("only", "parts"),
        [
            (None, [BenchPart.SAMPLES, BenchPart.PUBLIC, BenchPart.SPEED]),
            (["speed"], [BenchPart.SPEED]),
            (["speed", "samples"], [BenchPart.SAMPLES, BenchPart.SPEED]),
        ],
    )
    def test_the_named_parts_or_all(self, only: list[str] | None, parts: list[BenchPart]) -> None:
        assert choose_parts(only) == parts

    def test_an_unknown_part_is_bad_use(self) -> None:
        with pytest.raises(InvalidInputError, match="--only takes samples, public, speed, not 'all'"):
            choose_parts(["speed", "all"])


def test_the_rooms_are_measured_as_they_are_configured() -> None:
    settings = Settings(retrieval=RetrievalSettings(top_k=3))
    assert room_settings(settings).retrieval.top_k == 3


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
