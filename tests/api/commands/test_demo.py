from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.demo import (
    HOSTILE,
    NEAR_MISS,
    QUESTIONS,
    ask_questions,
    demo_settings,
    name_command,
    next_steps,
)
from api.commands.toolbox import Toolbox
from api.schemas import AskRow
from api.settings import Settings
from tests.api.fakes import FakeBackend
from tests.api.folders import open_fake_local


def test_it_has_a_data_folder_of_its_own(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert demo_settings(settings) == settings.model_copy(update={"data_dir": tmp_path / "demo"})


def test_each_question_is_asked_and_its_answer_shown(capsys: pytest.CaptureFixture[str]) -> None:
    backend = FakeBackend()
    ask_questions(backend)
    assert backend.asked == [AskRow(question=question) for _, question in QUESTIONS]
    shown = capsys.readouterr().out
    for title, question in QUESTIONS:
        assert f"{title}:" in shown
        assert question[:40] in shown
    assert shown.count("✓ Refunds take up to 14 days.") == len(QUESTIONS)


def test_the_end_says_what_to_try_next_in_the_folder_of_the_demo() -> None:
    assert next_steps(Path("my data/demo"), command="bin/plumbline") == (
        "\nNext:\n"
        "  PLUMBLINE_DATA_DIR='my data/demo' bin/plumbline ask \"Can we pay with American Express?\"\n"
        "  PLUMBLINE_DATA_DIR='my data/demo' bin/plumbline serve\n"
        "  bin/plumbline ingest PATH   # your own documents"
    )


class TestNameCommand:
    def test_it_is_the_bare_name_where_the_shell_finds_it(self, tmp_path: Path) -> None:
        command = tmp_path / "plumbline"
        assert name_command(command, found=str(command)) == "plumbline"

    @pytest.mark.parametrize("found", [None, "/usr/bin/plumbline"])
    def test_else_it_is_the_path_as_seen_from_here(self, found: str | None) -> None:
        assert name_command(Path.cwd() / ".venv/bin/plumbline", found=found) == ".venv/bin/plumbline"

    def test_from_another_folder_it_is_the_whole_path(self) -> None:
        assert name_command(Path("/opt/my tools/plumbline"), found=None) == "'/opt/my tools/plumbline'"


@pytest.mark.integration
class TestDemo:
    @pytest.fixture
    def run_demo(self, tmp_path: Path) -> Callable[[], Result]:
        """Run it over the real samples, with a fake embedding model."""
        tools = Toolbox(load_settings=lambda: Settings(data_dir=tmp_path), open_local=open_fake_local)
        return lambda: CliRunner().invoke(app, ["demo"], obj=tools)

    def test_three_questions_are_shown_and_the_attack_is_blocked(
        self, run_demo: Callable[[], Result]
    ) -> None:
        result = run_demo()
        assert result.exit_code == 0, result.output
        _, near_miss, attack = result.stdout.split("A question", 1)[1].split("\nOne ")
        assert NEAR_MISS in near_miss
        assert HOSTILE[:40] in attack
        assert "\nblocked: injection suspected" in attack

    def test_the_second_run_changes_nothing(self, run_demo: Callable[[], Result]) -> None:
        first, second = run_demo(), run_demo()
        assert "0 quarantined" in first.stdout
        assert ": 0 added" not in first.stdout
        assert ": 0 added, 0 replaced, 0 deleted," in second.stdout
