"""From a suite to what it takes to run it: cases, documents, and the parts that answer."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from answer.bootstrap import Parts, open_chat_model, open_parts
from answer.settings import AnswerSettings
from eval.case import Case
from eval.datasets.dataset import Dataset, write_documents
from eval.datasets.registry import load_dataset
from eval.errors import SuiteError
from eval.runs.answering import CaseAnswerer
from eval.runs.fingerprint import hash_documents, hash_folder, hash_parts, take_fingerprints
from eval.runs.metrics import check_metrics
from eval.runs.replaying import AHEAD, COLLECTION, Replay, ReplayWorkers
from eval.runs.running import AsksCases, Plan, check_cases
from eval.runs.suite import ChatModelChoice, EvidenceMode, Suite
from eval.workspace import MemoryRecorder, RoomSettings, open_workspace
from retrieval.data_folder import GRAPHS
from retrieval.document_query import DocumentQuery
from retrieval.embeddings import ensure_graph
from verify.problems import describe_error

# Where corpora that are indexed for a suite stay, so that the next run finds them.
CORPORA = "evaluations"
SECTIONS = ("retrieval", "ingest", "verify", "answer")

OnStep = Callable[[str, int, int], None]
Section = TypeVar("Section", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a suite runs: the data folder, the benchmark data, and the settings it starts from.

    With more than one of `workers`, cases that bring their evidence along are asked in so many processes.
    """

    data_dir: Path
    bench_data: Path | None
    settings: RoomSettings
    on_step: OnStep
    workers: int = 1


@dataclass(frozen=True, slots=True)
class OpenSuite:
    """A plan, its settings, and what opens everything that answers when a question has to be asked.

    `judge` is whoever judges for ragas; None where nobody has to. `under_way` is how many cases are given
    away at a time, where some wait with the processes that ask them; None for as many as are asked.
    """

    plan: Plan
    settings: RoomSettings
    open_answerer: Callable[[], AsksCases]
    judge: AnswerSettings | None = None
    under_way: int | None = None


@contextmanager
def open_suite(suite: Suite, *, beside: Path, around: Surroundings) -> Iterator[OpenSuite]:
    """Read the cases and fingerprint what they are asked over; models are loaded when a case is asked.

    Raises:
        SuiteError: the suite does not fit its data, or overrides settings that are not there.
        DatasetError: the cases cannot be read.
        UnknownCollectionError: the suite asks over a collection that the data folder does not have.
    """
    check_metrics([*suite.metrics, *(gate.metric for gate in suite.gates)])
    settings = override_settings(around.settings, suite)
    judge = choose_judge(around.settings, suite)
    dataset = load_dataset(suite.dataset, beside=beside, data=around.bench_data)
    cases = choose_gold(suite, dataset.cases)
    with ExitStack() as stack:
        opening = _Opening(suite, settings, around, stack)
        under_way = None
        if suite.collection is not None:
            corpus, open_answerer = opening.stored(suite.collection)
        elif suite.evidence is EvidenceMode.GIVEN:
            corpus, open_answerer = "", opening.given
            under_way = around.workers * AHEAD if opening.has_workers else None
        else:
            corpus, open_answerer = opening.indexed(dataset, _find_documents(suite, dataset, beside))
        judged_by = judge.chat_model if judge else ""
        made_with = take_fingerprints(suite, cases, corpus=corpus, settings=settings, judge=judged_by)
        yield OpenSuite(Plan(suite, cases, made_with), settings, open_answerer, judge, under_way)


def choose_gold(suite: Suite, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """Return the cases as they are judged: with given evidence there is no document to be found or cited."""
    check_cases(suite, cases)
    if suite.evidence is EvidenceMode.SEARCH:
        return cases
    return tuple(replace(case, gold_documents=()) for case in cases)


def override_settings(settings: RoomSettings, suite: Suite) -> RoomSettings:
    """Return the settings with the suite's own, and with the chat model that it chooses."""
    for name in suite.settings:
        if name not in SECTIONS:
            raise SuiteError(f"suite {suite.name}: settings.{name}: there are only {', '.join(SECTIONS)}")
    overridden = RoomSettings(
        retrieval=_override(settings.retrieval, suite, "retrieval"),
        ingest=_override(settings.ingest, suite, "ingest"),
        verify=_override(settings.verify, suite, "verify"),
        answer=_override(settings.answer, suite, "answer"),
    )
    if suite.chat_model is ChatModelChoice.CONFIGURED:
        return overridden
    return RoomSettings(
        overridden.retrieval, overridden.ingest, overridden.verify, overridden.embedded_answer
    )


def choose_judge(settings: RoomSettings, suite: Suite) -> AnswerSettings | None:
    """Return the configured chat model where ragas has to ask one, whoever answers.

    Raises:
        SuiteError: there is none.
        ChatModelConfigurationError: it cannot be used as configured.
    """
    if not suite.judged_metrics:
        return None
    judge = _override(settings.answer, suite, "answer")
    if open_chat_model(judge) is None:
        raise SuiteError(
            f"suite {suite.name}: ragas.metrics: {suite.judged_metrics[0]} needs a judge: set "
            "PLUMBLINE_ANSWER__CHAT_MODEL to a chat model"
        )
    return judge


def _override(section: Section, suite: Suite, name: str) -> Section:
    try:
        return section.model_validate({**dict(section), **suite.settings.get(name, {})})
    except ValidationError as exc:
        raise SuiteError(describe_error(exc, place=f"suite {suite.name}: settings.{name}")) from exc


@dataclass(frozen=True, slots=True)
class _Opening:
    suite: Suite
    settings: RoomSettings
    around: Surroundings
    stack: ExitStack

    @property
    def has_workers(self) -> bool:
        """Whether processes ask the cases that have their evidence: not where most of it is waiting."""
        waits = self.suite.chat_model is ChatModelChoice.CONFIGURED or self.settings.verify.judge is not None
        return self.around.workers > 1 and not waits

    def given(self) -> AsksCases:
        folder = Path(self.stack.enter_context(TemporaryDirectory(prefix="plumbline-suite-")))
        graphs = self.around.data_dir / GRAPHS
        replay = Replay(self.settings, graphs, self.suite.chat_model)
        if not self.has_workers:
            return replay.open_answerer(folder, self.stack)
        # Built here and once: all workers read it.
        ensure_graph(self.settings.retrieval, graphs=graphs)
        workers = ReplayWorkers(replay, folder, self.around.workers)
        self.stack.callback(workers.close)
        return workers

    def stored(self, collection: str) -> tuple[str, Callable[[], AsksCases]]:
        """Open the data folder itself; its corpus is the live version of each document."""
        settings = self.settings
        parts = open_parts(
            self.around.data_dir,
            retrieval=settings.retrieval,
            verify=settings.verify,
            settings=settings.answer,
        )
        self.stack.callback(parts.close)
        documents = parts.catalog.list_documents(DocumentQuery(collection))
        corpus = hash_documents((one.path, one.live.id) for one in documents)
        return corpus, lambda: self._answerer(parts, collection)

    def indexed(self, dataset: Dataset, folder: Path | None) -> tuple[str, Callable[[], AsksCases]]:
        """Index a folder, or the documents that come with the data set, in a place of their own."""
        texts = dataset.documents
        corpus = hash_folder(folder) if folder else hash_documents((one.path, one.text) for one in texts)
        name = hash_parts(corpus, self.settings.retrieval.embedding_model)[:16]
        place = self.around.data_dir / CORPORA / name

        def open_answerer() -> AsksCases:
            graphs = self.around.data_dir / GRAPHS
            opened = open_workspace(place, self.settings, graphs=graphs, answer=self.settings.answer)
            workspace = self.stack.enter_context(opened)
            source = folder or place / "documents"
            if folder is None:
                write_documents(texts, source)
            workspace.index(
                source,
                collection=COLLECTION,
                on_progress=lambda progress: self.around.on_step("index", progress.done, progress.total),
            )
            return self._answerer(workspace.parts, COLLECTION)

        return corpus, open_answerer

    def _answerer(self, parts: Parts, collection: str) -> CaseAnswerer:
        pipeline = parts.pipeline(MemoryRecorder())
        return CaseAnswerer(
            pipeline, parts.cached_embedder, collection, self.suite.evidence, self.suite.chat_model
        )


def _find_documents(suite: Suite, dataset: Dataset, beside: Path) -> Path | None:
    if suite.documents is None:
        if dataset.folder is None and not dataset.documents:
            raise SuiteError(
                f"suite {suite.name}: documents: the data set brings none along; name a folder of documents, "
                "or a collection"
            )
        return dataset.folder
    folder = beside / suite.documents
    if not folder.is_dir():
        raise SuiteError(f"suite {suite.name}: documents: there is no folder {folder}")
    return folder
