import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from eval.case import Case, CaseKind, RecordedAnswer
from eval.errors import WorkerLostError
from eval.runs.replaying import Replay, ReplayWorkers
from eval.runs.suite import ChatModelChoice
from eval.workspace import RoomSettings
from verify.errors import SpacyModelError
from verify.grounding.verdict import OperatingPoint, Verdict
from verify.settings import VerifySettings

pytestmark = pytest.mark.integration

BALANCED = OperatingPoint.BALANCED
CASES = [
    Case(
        id=f"c{number}",
        kind=CaseKind.OPEN,
        question="How long is the trial, and what does it cost?",
        contexts=(f"The trial of plan {number} lasts {number + 7} days. It costs $3.",),
        recorded=RecordedAnswer(f"The trial lasts {number + 7} days. It costs $5.", "made-up", None, ()),
        source=f"s{number // 2}",
    )
    for number in range(4)
]
# Asks one case in a worker, says the worker's number, and waits to be killed.
ASK_AND_WAIT = """
import sys, time
from pathlib import Path
from tests.eval.runs.test_replaying import BALANCED, CASES, open_workers

if __name__ == "__main__":
    workers = open_workers(Path(sys.argv[1]), Path(sys.argv[2]), 1)
    workers.ask(CASES[0], BALANCED)
    print(*workers._pools[0]._processes, flush=True)
    time.sleep(60)
"""


def open_workers(graphs: Path, folder: Path, count: int) -> ReplayWorkers:
    return ReplayWorkers(Replay(RoomSettings(), graphs, ChatModelChoice.RECORDED), folder, count)


@pytest.fixture
def workers(graphs: Path, tmp_path: Path) -> Iterator[ReplayWorkers]:
    opened = open_workers(graphs, tmp_path, 2)
    yield opened
    opened.close()


def processes(workers: ReplayWorkers) -> list[int]:
    return [number for pool in workers._pools for number in pool._processes or ()]


def test_processes_find_what_this_one_finds_and_keep_to_their_sources(
    workers: ReplayWorkers, graphs: Path, tmp_path: Path
) -> None:
    found = [workers.ask(case, BALANCED) for case in CASES]

    with ExitStack() as stack:
        replay = Replay(RoomSettings(), graphs, ChatModelChoice.RECORDED)
        here = replay.open_answerer(tmp_path / "here", stack)
        alone = [here.ask(case, BALANCED) for case in CASES]
    assert [replace(one, milliseconds=0) for one in found] == [replace(one, milliseconds=0) for one in alone]
    verdicts = [[claim.verdict for claim in one.claims] for one in found]
    assert verdicts == [[Verdict.SUPPORTED, Verdict.NOT_ENOUGH_EVIDENCE]] * len(CASES)
    assert len({workers._lanes[case.source] for case in CASES[:2]}) == 1


def test_a_process_that_is_lost_is_one_clear_error(workers: ReplayWorkers) -> None:
    workers.ask(CASES[0], BALANCED)
    (number,) = processes(workers)
    os.kill(number, signal.SIGKILL)

    with pytest.raises(WorkerLostError, match="is kept: run it again with a lower --concurrency"):
        workers.ask(CASES[0], BALANCED)


def test_what_is_wrong_with_the_settings_is_the_error_that_it_is_anywhere(
    graphs: Path, tmp_path: Path
) -> None:
    settings = RoomSettings(verify=VerifySettings(spacy_model="no_such_pipeline"))
    opened = ReplayWorkers(Replay(settings, graphs, ChatModelChoice.RECORDED), tmp_path, 1)
    try:
        outcome = opened.ask(CASES[0], BALANCED)
    finally:
        opened.close()

    assert outcome.error == f"{SpacyModelError.__name__}: " + (outcome.error or "").partition(": ")[2]
    assert "no_such_pipeline" in (outcome.error or "")


def test_workers_end_with_the_process_that_was_killed(graphs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK_AND_WAIT, str(graphs), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:  # noqa: S603  # our own
        assert started.stdout
        worker = int(started.stdout.readline())
        started.kill()

    until = time.monotonic() + 10
    while is_running(worker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(worker)


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{number}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
