"""Answers, searches and judges on the data folder of this machine; opening it takes its lock."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

from answer.answer import Answer
from answer.bootstrap import Parts, open_parts
from answer.pipeline import Pipeline
from answer.request import check_question
from answer.rewrite import rewrite_from_turns
from api.audit import AuditLog
from api.audit_row import chat_parameters
from api.backend import TextScreener
from api.local_documents import LocalDocuments
from api.local_jobs import open_job_desk
from api.parts_check import check_jobs, check_parts
from api.readiness import PartReport
from api.schemas import AskRow, Hit, HitMetadata, SearchResult, SearchRow, VerifyResult, VerifyRow
from api.settings import Settings
from ingest.indexing import Indexer
from ingest.job_desk import JobDesk
from retrieval.chunk import RetrievedChunk, SearchQuery


@dataclass(frozen=True, slots=True)
class LocalVerifier:
    """Checks answers with the parts of a folder; nothing of what is stored there is read."""

    parts: Parts

    def verify(self, row: VerifyRow) -> VerifyResult:
        started = time.perf_counter()
        found = self.parts.verifier.verify(
            row.answer,
            row.contexts,
            question=row.question,
            operating_point=row.operating_point or self.parts.verify.operating_point,
        )
        spent = round((time.perf_counter() - started) * 1000, 1)
        return VerifyResult(found.outcome, found.grounded, found.score, found.claims, spent)


class LocalBackend(TextScreener):
    """The parts of one data folder behind the `Backend` port. Safe to share between threads once warm."""

    def __init__(self, settings: Settings, parts: Parts, audit: AuditLog) -> None:
        self.settings = settings
        self.parts = parts
        self.audit = audit

    @property
    def default_collection(self) -> str:
        return self.settings.retrieval.collection

    @cached_property
    def indexer(self) -> Indexer:
        """The one writer of this process: jobs and deletions wait for each other in it."""
        return open_indexer(self.parts)

    @cached_property
    def documents(self) -> LocalDocuments:
        return LocalDocuments(
            self.parts.catalog, lambda: self.indexer, collection=self.settings.retrieval.collection
        )

    @cached_property
    def jobs(self) -> JobDesk:
        return open_job_desk(self.settings, self.parts, self.indexer)

    @cached_property
    def pipeline(self) -> Pipeline:
        return self.parts.pipeline(self.audit)

    def warm_up(self) -> None:
        """Load everything an answer needs, and finish or undo what a crash left behind."""
        _ = self.indexer, self.documents, self.jobs
        self.parts.embedder.embed_query("warm up")
        self.verify(VerifyRow(contexts=["Plumbline checks claims."], answer="Plumbline checks claims."))
        _ = self.pipeline

    def close(self) -> None:
        if "jobs" in self.__dict__:
            self.jobs.close()

    def check_parts(self) -> list[PartReport]:
        reports = check_parts(self.settings, self.parts, self.audit)
        # `doctor` runs no jobs, and must not open what recovers from a crash.
        return [*reports, check_jobs(self.jobs)] if "jobs" in self.__dict__ else reports

    def answer(self, row: AskRow, *, request_id: str | None = None) -> Answer:
        request = row.to_request(collection=self.settings.retrieval.collection)
        return self.pipeline.answer(replace(request, request_id=request_id) if request_id else request)

    def search(self, row: SearchRow) -> SearchResult:
        request = row.to_request(collection=self.settings.retrieval.collection)
        check_question(request, max_characters=self.settings.answer.max_question_characters)
        query = SearchQuery(
            text=rewrite_from_turns(request).query,
            collection=request.collection,
            top_k=row.top_k or self.settings.retrieval.top_k,
            filter=request.filter,
            relevance_floor=row.relevance_floor or 0.0,
        )
        return SearchResult(tuple(_hit(found) for found in self.parts.searcher.search(query)))

    def verify(self, row: VerifyRow) -> VerifyResult:
        return LocalVerifier(self.parts).verify(row)


@contextmanager
def open_folder(settings: Settings) -> Iterator[Parts]:
    """Lock the data folder and yield its parts."""
    parts = open_parts(
        settings.data_dir, retrieval=settings.retrieval, verify=settings.verify, settings=settings.answer
    )
    try:
        yield parts
    finally:
        parts.close()


@contextmanager
def open_audit(settings: Settings, parts: Parts) -> Iterator[AuditLog]:
    log = AuditLog.open(parts.folder, settings.api, parameters=chat_parameters(settings.answer))
    try:
        yield log
    finally:
        log.close()


@contextmanager
def open_local_backend(settings: Settings) -> Iterator[LocalBackend]:
    with (
        open_folder(settings) as parts,
        open_audit(settings, parts) as log,
        closing(LocalBackend(settings, parts, log)) as backend,
    ):
        yield backend


def open_indexer(parts: Parts) -> Indexer:
    """Return the writer of the folder, after finishing or undoing what a crash left behind."""
    indexer = Indexer(parts.catalog, parts.index, parts.embedder)
    indexer.recover()
    return indexer


def _hit(found: RetrievedChunk) -> Hit:
    chunk = found.chunk
    metadata = HitMetadata(
        collection=chunk.collection,
        source=chunk.source,
        version=chunk.version,
        title=chunk.title,
        heading=chunk.heading,
        page=chunk.page,
        start=chunk.start,
        end=chunk.end,
        similarity=found.similarity,
        relevance=found.relevance,
        rows=chunk.rows,
        document_metadata=chunk.metadata,
    )
    return Hit(chunk.document, chunk.id, chunk.text, found.score, metadata)
