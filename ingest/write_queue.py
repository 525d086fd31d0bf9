"""Embeds and stores versions behind the back of the one who prepares them, a few batches at a time."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from ingest.indexing import Indexer
from retrieval.version import StagedVersion

# A batch is handed on once it holds this many chunks: full embedding batches, bounded memory.
BATCH_CHUNKS = 256
# Batches that wait or are worked on while the next is prepared: one for each thread, and one between.
MAX_WAITING = 3


def _ignore(_: StagedVersion) -> None:
    return None


class WriteQueue:
    """Takes versions one by one; `on_written` is told of those that can be found, in the caller's thread.

    Reading and splitting hold Python's lock, embedding and storing mostly do not: all processors have work.
    Whoever leaves with an error drops what waits; what is being stored is stored whole.
    """

    def __init__(
        self, indexer: Indexer, collection: str, *, on_written: Callable[[StagedVersion], None] = _ignore
    ) -> None:
        self._indexer = indexer
        self._collection = collection
        self._on_written = on_written
        self._collected: list[StagedVersion] = []
        self._waiting: deque[tuple[Sequence[StagedVersion], Future[None]]] = deque()
        self._embedding = ThreadPoolExecutor(1, thread_name_prefix="embed")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="write")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._hand_on()
                while self._waiting:
                    self._settle_oldest()
        finally:
            self._embedding.shutdown(cancel_futures=True)
            self._writing.shutdown(cancel_futures=True)
            self._tell_stored()

    def put(self, version: StagedVersion) -> None:
        """Raise what went wrong with a version that was put before."""
        self._collected.append(version)
        if sum(len(one.chunks) for one in self._collected) >= BATCH_CHUNKS:
            self._hand_on()
        while len(self._waiting) > MAX_WAITING or (self._waiting and self._waiting[0][1].done()):
            self._settle_oldest()

    def _hand_on(self) -> None:
        if not self._collected:
            return
        batch, self._collected = self._collected, []
        embedded = self._embedding.submit(self._indexer.embed, batch)
        written = self._writing.submit(lambda: self._indexer.store(self._collection, embedded.result()))
        self._waiting.append((batch, written))

    def _settle_oldest(self) -> None:
        batch, written = self._waiting.popleft()
        written.result()
        self._tell(batch)

    def _tell_stored(self) -> None:
        """Tell of those that were being stored when everything else was dropped."""
        for batch, written in self._waiting:
            if not written.cancelled() and written.exception() is None:
                self._tell(batch)

    def _tell(self, batch: Sequence[StagedVersion]) -> None:
        for version in batch:
            self._on_written(version)
