"""Brings documents that lie in another index as pieces into a collection, the way a sync brings files."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import NothingToIngestError, UnreadableDocumentError
from ingest.indexing import Indexer
from ingest.preparing import Preparer
from ingest.record_document import NO_TEXT, assemble_document, hash_records
from ingest.record_grouping import ImportedDocument, group_by_document, read_documents
from ingest.report import SyncReport
from ingest.settings import IngestSettings
from ingest.sources import Source, SourceRegister
from ingest.sync import Progress
from ingest.write_queue import WriteQueue
from retrieval.embedder import Embedder
from retrieval.text_record import TextRecord, TextRecords
from retrieval.version import DocumentRecord, StagedVersion


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Where to put them. `path_key` is the metadata that names the document of a piece.

    `delete_missing` also removes documents of the source that have no piece any more.
    """

    collection: str
    source: str | None = None
    path_key: str = "source"
    audiences: tuple[str, ...] = ()
    delete_missing: bool = False
    dry_run: bool = False


def _ignore(_: Progress) -> None:
    return None


class Importer:
    """Runs imports against one data folder.

    Raises (from `run`):
        IngestError: there is no text at all, or the source's name is taken.
        RetrievalError: the collection's name or its embedding model does not fit, or reading failed.
    """

    def __init__(self, indexer: Indexer, embedder: Embedder, settings: IngestSettings) -> None:
        self._indexer = indexer
        self._catalog = indexer.catalog
        self._embedder = embedder
        self._settings = settings

    def run(
        self,
        records: TextRecords,
        request: ImportRequest,
        *,
        on_progress: Callable[[Progress], None] = _ignore,
    ) -> SyncReport:
        started = time.perf_counter()
        source = request.source or records.name
        place = [Source(source, records.origin)]
        register = SourceRegister(self._catalog, request.collection, self._embedder.fingerprint)
        register.check(place, named=request.source is not None)
        documents = group_by_document(records.outline(), source=source, path_key=request.path_key)
        if not documents:
            raise NothingToIngestError(f"there is nothing in {records.origin}")
        live = {record.path: record for record in self._catalog.documents(request.collection, source=source)}
        if not request.dry_run:
            register.claim(place)
        report = self._write_changed(request, read_documents(records, documents, on_progress), live=live)
        if report.quarantined and set(report.quarantined.values()) == {NO_TEXT} and not report.indexed:
            raise NothingToIngestError(
                f"no text is stored in {records.origin}: if it lies in the metadata, name its --text-key"
            )
        if request.delete_missing:
            self._delete_missing(request, live.values(), report=report, kept={one.path for one in documents})
        report.seconds = round(time.perf_counter() - started, 3)
        return report

    def _write_changed(
        self,
        request: ImportRequest,
        documents: Iterable[tuple[ImportedDocument, list[TextRecord]]],
        *,
        live: Mapping[str, DocumentRecord],
    ) -> SyncReport:
        report = SyncReport(changes={} if request.dry_run else None)
        preparer = Preparer(
            request.collection, request.audiences, self._settings, self._embedder.count_tokens
        )
        with WriteQueue(self._indexer, request.collection) as queue:
            for document, records in documents:
                report.files += 1
                known = live.get(document.path)
                version = _prepare_changed(preparer, document, records, known=known, report=report)
                if version is not None and not request.dry_run:
                    queue.put(version)
        return report

    def _delete_missing(
        self,
        request: ImportRequest,
        live: Iterable[DocumentRecord],
        *,
        report: SyncReport,
        kept: set[str],
    ) -> None:
        gone = [record for record in live if record.path not in kept]
        if not request.dry_run:
            self._indexer.delete(request.collection, [record.id for record in gone])
        for record in gone:
            report.count_deleted(record.path)


def _prepare_changed(
    preparer: Preparer,
    document: ImportedDocument,
    records: Sequence[TextRecord],
    *,
    known: DocumentRecord | None,
    report: SyncReport,
) -> StagedVersion | None:
    """Return the version to write, or None for a document that is unchanged or quarantined; count each."""
    content_hash = hash_records(records)
    if known is not None and known.live.id == preparer.name_version(document, content_hash):
        report.count_unchanged(known)
        return None
    try:
        text = assemble_document(document.path, records, max_bytes=preparer.settings.max_file_bytes)
        version = preparer.stage(document, text, content_hash=content_hash)
    except UnreadableDocumentError as exc:
        report.quarantined[document.path] = str(exc)
        return None
    report.count_changed(document.path, version, replaces=known is not None)
    return version
