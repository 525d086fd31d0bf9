"""A data folder of its own for one measurement, put together exactly as the service puts its own together."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from answer.bootstrap import EXTRACTIVE, Parts, open_parts
from answer.pipeline import Pipeline
from answer.ports import AnswerRecord
from answer.settings import AnswerSettings
from ingest.indexing import Indexer
from ingest.report import SyncReport
from ingest.settings import IngestSettings
from ingest.sync import Progress, Synchroniser, SyncRequest
from retrieval.settings import RetrievalSettings
from verify.settings import VerifySettings


@dataclass(frozen=True, slots=True)
class RoomSettings:
    """The settings of what is measured; the answerer is the embedded one: a benchmark must cost nothing."""

    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    ingest: IngestSettings = field(default_factory=IngestSettings)
    verify: VerifySettings = field(default_factory=VerifySettings)
    answer: AnswerSettings = field(default_factory=AnswerSettings)

    @property
    def embedded_answer(self) -> AnswerSettings:
        return self.answer.model_copy(update={"chat_model": EXTRACTIVE})


@dataclass(slots=True)
class MemoryRecorder:
    """The `Recorder` of a measurement: gone with it, since the questions are no customer's."""

    records: list[AnswerRecord] = field(default_factory=list)

    def record(self, record: AnswerRecord) -> None:
        self.records.append(record)


@dataclass(frozen=True, slots=True)
class Workspace:
    parts: Parts
    settings: RoomSettings
    recorder: MemoryRecorder = field(default_factory=MemoryRecorder)

    def build_pipeline(self) -> Pipeline:
        return self.parts.pipeline(self.recorder)

    def index(self, folder: Path, *, collection: str, on_progress: Callable[[Progress], None]) -> SyncReport:
        parts = self.parts
        indexer = Indexer(parts.catalog, parts.index, parts.embedder)
        synchroniser = Synchroniser(indexer, parts.embedder, self.settings.ingest)
        return synchroniser.run(SyncRequest((folder,), collection), on_progress=on_progress)


class OpenWorkspace(Protocol):
    def __call__(
        self, folder: Path, settings: RoomSettings, *, graphs: Path
    ) -> AbstractContextManager[Workspace]: ...


@contextmanager
def open_workspace(
    folder: Path, settings: RoomSettings, *, graphs: Path, answer: AnswerSettings | None = None
) -> Iterator[Workspace]:
    """Open a data folder at `folder`; the embedding graph is exported once into `graphs`, for all of them.

    The embedded answerer answers unless `answer` names another chat model.
    """
    parts = open_parts(
        folder,
        retrieval=settings.retrieval,
        verify=settings.verify,
        settings=answer or settings.embedded_answer,
    )
    try:
        graphs.mkdir(parents=True, exist_ok=True)
        if not parts.folder.graphs.exists():
            parts.folder.graphs.symlink_to(graphs.resolve(), target_is_directory=True)
        yield Workspace(parts, settings)
    finally:
        parts.close()
