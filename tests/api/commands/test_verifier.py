import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.eval.verifier.judged import WRONG, make_row, write_rows
from tests.fakes import FakeEmbedder
from verify.grounding.verifier import GroundingVerifier
from verify.settings import VerifySettings

if TYPE_CHECKING:
    from answer.bootstrap import Parts

Change = Callable[[dict[str, object]], object]


@contextmanager
def open_fake_folder(_: Settings) -> Iterator["Parts"]:
    embedder = FakeEmbedder()
    parts = SimpleNamespace(
        verifier=GroundingVerifier(embedder), cached_embedder=embedder, verify=VerifySettings()
    )
    yield cast("Parts", parts)


def run(*args: str) -> Result:
    toolbox = Toolbox(open_folder=open_fake_folder)
    return CliRunner().invoke(app, ["eval", "verifier", *args], obj=toolbox, env={"COLUMNS": "100"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        make_row("a1", source="15547"),
        make_row("a2", source="15521", answer=WRONG, spans=[(22, 26)]),
        make_row("a3", source="14293"),
    ]
    return write_rows(tmp_path / "rows.jsonl", rows)


class TestVerifier:
    def test_it_compares_the_detectors_on_the_validation_fold(self, data: Path) -> None:
        result = run("--data", str(data))
        assert result.exit_code == 0
        assert "rows.jsonl, fold validation, models open: 2 answers to 2 sources" in result.stdout
        assert "all, as shipped" in result.stdout
        assert "judge answers …" in result.stderr

    def test_a_fold_models_and_a_limit_can_be_chosen(self, data: Path) -> None:
        result = run("--data", str(data), "--fold", "all", "--models", "all", "--limit", "1")
        assert result.exit_code == 0
        assert "fold all, models all: 1 answers" in result.stdout

    def test_figures_and_page_are_written(self, data: Path, tmp_path: Path) -> None:
        json_file, html_file = tmp_path / "figures.json", tmp_path / "page.html"
        result = run("--data", str(data), "--json", str(json_file), "--html", str(html_file))
        assert result.exit_code == 0
        assert json.loads(json_file.read_text(encoding="utf-8"))["answers"]["sample"] == 2
        assert html_file.read_text(encoding="utf-8").startswith("<!doctype html>")


class TestBadInputIsOneLineAndExitCode2:
    @staticmethod
    def fail(*args: str) -> str:
        result = run(*args)
        assert result.exit_code == 2
        (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
        return line

    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert "gone.jsonl.gz cannot be read" in self.fail("--data", str(tmp_path / "gone.jsonl.gz"))

    @pytest.mark.parametrize("content", [b"no archive", gzip.compress(b"{}\n" * 99)[:-9]])
    def test_a_damaged_archive(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "rows.jsonl.gz"
        file.write_bytes(content)
        assert "rows.jsonl.gz" in self.fail("--data", str(file))

    def test_what_is_no_json(self, tmp_path: Path) -> None:
        file = tmp_path / "rows.jsonl"
        file.write_text('{"id": 1\n', encoding="utf-8")
        assert "rows.jsonl, line 1: Invalid JSON" in self.fail("--data", str(file))

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            (lambda row: row.pop("hallucinated"), "line 2: hallucinated: Field required"),
            (lambda row: row.pop("spans"), "line 2: spans: Field required"),
            (lambda row: row.update(answer=7), "line 2: answer: Input should be a valid string"),
        ],
    )
    def test_a_row_without_label_or_of_wrong_types(
        self, tmp_path: Path, change: Change, problem: str
    ) -> None:
        bad = make_row("a2")
        change(bad)
        file = write_rows(tmp_path / "rows.jsonl", [make_row(), bad])
        assert problem in self.fail("--data", str(file))

    def test_a_selection_that_holds_nothing(self, tmp_path: Path) -> None:
        file = write_rows(tmp_path / "rows.jsonl", [make_row(source="14293")])
        assert "has no row in fold validation by models open" in self.fail("--data", str(file))

    def test_a_report_that_could_not_be_written_is_known_at_once(self, data: Path, tmp_path: Path) -> None:
        gone = tmp_path / "gone" / "page.html"
        assert f"cannot write {gone}" in self.fail("--data", str(data), "--html", str(gone))


def test_an_unknown_fold_is_bad_use(data: Path) -> None:
    result = run("--data", str(data), "--fold", "test")
    assert result.exit_code == 2
    assert "'test' is not one of" in result.stderr
