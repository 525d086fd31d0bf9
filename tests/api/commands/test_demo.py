from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.demo import HOSTILE, NEAR_MISS, QUESTIONS, ask_questions, demo_settings, next_steps
from api.commands.toolbox import Toolbox
from api.local import LocalBackend
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


def test_the_end_says_what_to_try_next_in_the_folder_of_the_demo(tmp_path: Path) -> None:
    lines = next_steps(tmp_path / "demo").splitlines()
    assert f"  PLUMBLINE_DATA_DIR={tmp_path / 'demo'} plumbline serve" in lines
    assert any(f'PLUMBLINE_DATA_DIR={tmp_path / "demo"} plumbline ask "' in line for line in lines)


@pytest.mark.integration
class TestDemo:
    @pytest.fixture(scope="class")
    def runs(self, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Result]:
        """Run the demo twice over the real samples, with a fake embedding model."""
        folder = tmp_path_factory.mktemp("demo")

        @contextmanager
        def open_local(settings: Settings) -> Iterator[LocalBackend]:
            with open_fake_local(settings) as backend:
                yield backend

        tools = Toolbox(load_settings=lambda: Settings(data_dir=folder), open_local=open_local)
        first, second = (CliRunner().invoke(app, ["demo"], obj=tools) for _ in range(2))
        return first, second

    def test_it_indexes_every_sample_document(self, runs: tuple[Result, Result]) -> None:
        assert runs[0].exit_code == 0, runs[0].output
        assert "0 quarantined" in runs[0].stdout
        assert ", 0 unchanged," in runs[0].stdout

    def test_the_second_run_changes_nothing(self, runs: tuple[Result, Result]) -> None:
        assert runs[1].exit_code == 0
        assert ": 0 added, 0 replaced, 0 deleted," in runs[1].stdout

    def test_the_near_miss_and_the_attack_get_no_answer(self, runs: tuple[Result, Result]) -> None:
        _, near_miss, attack = runs[0].stdout.split("A question", 1)[1].split("\nOne ")
        assert NEAR_MISS in near_miss
        assert "\nabstained: " in near_miss
        assert HOSTILE[:40] in attack
        assert "\nblocked: injection suspected" in attack
