"""Wall time of whole `plumbline` commands, each in a new process as a person starts it."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.metrics import percentile
from eval.report import Measure

RUNS = 3
TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class CommandTime:
    """The median of the runs, or the problem that kept it from being measured."""

    seconds: Measure | None
    problem: str | None = None


def locate_command() -> Path:
    return Path(sys.executable).with_name("plumbline")


def time_command(arguments: Sequence[str], *, data_dir: Path, command: Path, runs: int = RUNS) -> CommandTime:
    """Run the command a few times with default settings on `data_dir`, and return the median wall time."""
    spent = []
    for _ in range(runs):
        started = time.perf_counter()
        problem = _run([str(command), *arguments], data_dir)
        spent.append(time.perf_counter() - started)
        if problem:
            return CommandTime(None, f"`plumbline {' '.join(arguments)}` {problem}")
    return CommandTime(Measure(percentile(spent, 0.5), runs))


def _run(words: Sequence[str], data_dir: Path) -> str | None:
    """Return what went wrong, or None; no variable of the caller's environment is passed on."""
    try:
        done = subprocess.run(  # noqa: S603  # our own command, and a folder we made
            words,
            env={"PLUMBLINE_DATA_DIR": str(data_dir)},
            cwd=data_dir,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"took more than {TIMEOUT_SECONDS} s"
    except OSError as exc:
        return f"cannot be started: {exc.strerror}"
    if done.returncode == 0:
        return None
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return f"exited with {done.returncode}: {''.join(last)}"
