"""Asks the cases that bring their evidence along in processes of their own, one for each processor.

Checking a recorded answer is work for a processor from end to end, half of it in Python, of which only one
thread of a process runs at a time.
"""

import os
import signal
import threading
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from multiprocessing import connection, get_context, parent_process
from pathlib import Path

from eval.case import Case
from eval.errors import WorkerLostError
from eval.runs.answering import CaseAnswerer
from eval.runs.outcome import CaseOutcome
from eval.runs.suite import ChatModelChoice, EvidenceMode
from eval.workspace import MemoryRecorder, RoomSettings, open_workspace
from verify.grounding.verdict import OperatingPoint

# Cases that may wait with each worker, so that none of them runs out while the other reads a source.
AHEAD = 8
# What the cases are filed under where a request needs a collection.
COLLECTION = "suite"


@dataclass(frozen=True, slots=True)
class Replay:
    """What it takes to ask a case over its own contexts; `graphs` holds the embedding model's graph."""

    settings: RoomSettings
    graphs: Path
    chat_model: ChatModelChoice

    def open_answerer(self, folder: Path, stack: ExitStack) -> CaseAnswerer:
        """Open all that answers, with an empty data folder at `folder`."""
        opened = open_workspace(folder, self.settings, graphs=self.graphs, answer=self.settings.answer)
        parts = stack.enter_context(opened).parts
        pipeline = parts.pipeline(MemoryRecorder())
        return CaseAnswerer(pipeline, parts.cached_embedder, COLLECTION, EvidenceMode.GIVEN, self.chat_model)


class ReplayWorkers:
    """Several processes that ask cases; what comes from one source goes to one of them, which has read it.

    Each takes about 600 MB. They end with this process, whatever ends it.
    """

    def __init__(self, replay: Replay, folder: Path, count: int) -> None:
        context = get_context("spawn")
        self._pools = [
            ProcessPoolExecutor(
                1, mp_context=context, initializer=_start, initargs=(replay, folder / f"worker-{number}")
            )
            for number in range(count)
        ]
        self._lanes: dict[str, int] = {}
        self._waiting: Counter[int] = Counter()
        self._lock = threading.Lock()

    def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        """Ask one case.

        Raises:
            WorkerLostError: the process that was to ask it has ended.
        """
        lane = self._enter(case.source)
        try:
            return self._pools[lane].submit(_ask, case, point).result()
        except BrokenProcessPool as exc:
            raise WorkerLostError(
                "a process that asks cases has ended by itself, perhaps for want of memory; what was "
                "answered is kept: run it again with a lower --concurrency to go on"
            ) from exc
        finally:
            with self._lock:
                self._waiting[lane] -= 1

    def close(self) -> None:
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)

    def _enter(self, source: str) -> int:
        """Choose the worker that has the source, or the one with the least to do."""
        with self._lock:
            lane = self._lanes.get(source)
            if lane is None:
                lane = min(range(len(self._pools)), key=lambda number: self._waiting[number])
                self._lanes[source] = lane
            self._waiting[lane] += 1
            return lane


# What this process was started with, when it is a worker.
_started: list[tuple[Replay, Path]] = []


def _start(replay: Replay, folder: Path) -> None:
    # An interrupt is for the process that keeps the outcomes; it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _started.append((replay, folder))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _ask(case: Case, point: OperatingPoint) -> CaseOutcome:
    return _answerer().ask(case, point)


@cache
def _answerer() -> CaseAnswerer:
    """Open at the first case: what is wrong with the set-up is then an error of asking, as anywhere."""
    replay, folder = _started[0]
    return replay.open_answerer(folder, ExitStack())
