import sys
from pathlib import Path

import pytest

from eval.command_speed import locate_command, time_command

SCRIPT = f"""#!{sys.executable} -S
import os, pathlib, sys, time
folder = pathlib.Path(os.environ.pop("PLUMBLINE_DATA_DIR"))
with (folder / "calls").open("a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
assert not [name for name in os.environ if "PLUMBLINE" in name], "a setting of the caller came along"
time.sleep(0.05)
if "--bad" in sys.argv:
    sys.exit("first line\\nerror: no such collection")
"""


@pytest.fixture
def command(tmp_path: Path) -> Path:
    file = tmp_path / "plumbline"
    file.write_text(SCRIPT, encoding="utf-8")
    file.chmod(0o755)
    return file


def test_the_command_is_run_as_often_as_asked_and_timed(tmp_path: Path, command: Path) -> None:
    timed = time_command(["ask", "x"], data_dir=tmp_path, command=command, runs=2)
    assert timed.seconds is not None
    assert timed.seconds.sample == 2
    assert 0.05 <= timed.seconds.value < 10
    assert (tmp_path / "calls").read_text(encoding="utf-8") == "ask x\nask x\n"


def test_no_setting_of_the_caller_counts(
    tmp_path: Path, command: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_RETRIEVAL__TOP_K", "1")
    assert time_command(["ask"], data_dir=tmp_path, command=command, runs=1).problem is None


def test_a_command_that_fails_is_not_measured_and_says_why(tmp_path: Path, command: Path) -> None:
    timed = time_command(["ask", "--bad"], data_dir=tmp_path, command=command)
    assert timed.seconds is None
    assert timed.problem == "`plumbline ask --bad` exited with 1: error: no such collection"
    assert (tmp_path / "calls").read_text(encoding="utf-8").count("\n") == 1


def test_a_command_that_is_not_there_is_not_measured(tmp_path: Path) -> None:
    timed = time_command(["--help"], data_dir=tmp_path, command=tmp_path / "gone")
    assert timed.seconds is None
    assert timed.problem == "`plumbline --help` cannot be started: No such file or directory"


def test_the_command_stands_beside_the_interpreter() -> None:
    assert locate_command() == Path(sys.executable).with_name("plumbline")
