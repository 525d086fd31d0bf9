"""Brings a collection in step with files on disk: add, replace, delete, leave; a bad file stops nothing."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SyncCancelledError, UnreadableDocumentError
from ingest.globs import EVERYTHING, Globs
from ingest.indexing import Indexer
from ingest.listing import Listing, SourceFile, all_files, list_sources
from ingest.outcome import FileOutcome, FileState
from ingest.preparing import Preparer
from ingest.report import SyncReport
from ingest.settings import IngestSettings
from ingest.sources import Source, SourceRegister
from ingest.write_queue import WriteQueue
from retrieval.embedder import Embedder
from retrieval.version import DocumentRecord, StagedVersion


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """What to bring in. `delete_missing` also removes documents whose file is gone.

    `origin` is what the source's name stands for when the files only pass through the folder they lie in.
    `given` is a listing to use instead of looking into the paths: a manifest, or standard input.
    """

    paths: tuple[Path, ...]
    collection: str
    source: str | None = None
    audiences: tuple[str, ...] = ()
    delete_missing: bool = False
    dry_run: bool = False
    origin: str | None = None
    globs: Globs = EVERYTHING
    given: Listing | None = None

    def find_listings(self) -> list[Listing]:
        """Look up what there is now.

        Raises:
            IngestError: a path does not exist, there is nothing, or two things share a name.
        """
        if self.given is not None:
            return [self.given]
        return list_sources(self.paths, source=self.source, globs=self.globs)


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int
    path: str


def _ignore(_: object) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class SyncHooks:
    """How a caller follows a run, and stops it between two files: what is written by then stays."""

    on_progress: Callable[[Progress], None] = _ignore
    on_outcome: Callable[[FileOutcome], None] = _ignore
    should_stop: Callable[[], bool] = _never

    def tell_written(self, version: StagedVersion) -> None:
        self.on_outcome(FileOutcome(version.source, version.path, FileState.INDEXED))


class Synchroniser:
    """Runs sync requests against one data folder.

    Raises (from `run`):
        IngestError: a path does not exist, is empty, or its source name is taken; or the caller stopped it.
        RetrievalError: the collection's name or its embedding model does not fit.
    """

    def __init__(self, indexer: Indexer, embedder: Embedder, settings: IngestSettings) -> None:
        self._indexer = indexer
        self._catalog = indexer.catalog
        self._embedder = embedder
        self._settings = settings

    def run(
        self,
        request: SyncRequest,
        *,
        on_progress: Callable[[Progress], None] = _ignore,
        on_outcome: Callable[[FileOutcome], None] = _ignore,
        should_stop: Callable[[], bool] = _never,
    ) -> SyncReport:
        started = time.perf_counter()
        listings = request.find_listings()
        register = SourceRegister(self._catalog, request.collection, self._embedder.fingerprint)
        register.check([Source(one.source, one.origin) for one in listings], named=request.source is not None)
        if not request.dry_run:
            register.claim([Source(one.source, request.origin or one.origin) for one in listings])
        files = all_files(listings)
        report = SyncReport(files=len(files), changes={} if request.dry_run else None)
        hooks = SyncHooks(on_progress, on_outcome, should_stop)
        self._write_changed(request, files, report=report, hooks=hooks)
        if request.delete_missing:
            self._delete_missing(request, listings, report)
        report.seconds = round(time.perf_counter() - started, 3)
        return report

    def _write_changed(
        self,
        request: SyncRequest,
        files: Sequence[SourceFile],
        *,
        report: SyncReport,
        hooks: SyncHooks,
    ) -> None:
        preparer = Preparer(
            request.collection, request.audiences, self._settings, self._embedder.count_tokens
        )
        names = _names(files)
        live = self._live_documents(request.collection, {file.source for file in files})
        with WriteQueue(self._indexer, request.collection, on_written=hooks.tell_written) as queue:
            for number, file in enumerate(files):
                if hooks.should_stop():
                    raise SyncCancelledError(f"stopped after {number} of {len(files)} files")
                hooks.on_progress(Progress(number, len(files), names[file]))
                known = live.get((file.source, file.path))
                version = _prepare_changed(preparer, file, known=known, name=names[file], report=report)
                if version is None:
                    hooks.on_outcome(_settled(file, reason=report.quarantined.get(names[file])))
                elif not request.dry_run:
                    queue.put(version)
        hooks.on_progress(Progress(len(files), len(files), ""))

    def _live_documents(
        self, collection: str, sources: Iterable[str]
    ) -> dict[tuple[str, str], DocumentRecord]:
        return {
            (record.source, record.path): record
            for source in sources
            for record in self._catalog.documents(collection, source=source)
        }

    def _delete_missing(self, request: SyncRequest, listings: Sequence[Listing], report: SyncReport) -> None:
        gone = _gone(
            self._live_documents(request.collection, {listing.source for listing in listings}), listings
        )
        if not request.dry_run:
            self._indexer.delete(request.collection, [record.id for record in gone])
        several = len({listing.source for listing in listings}) > 1
        for record in gone:
            report.count_deleted(f"{record.source}/{record.path}" if several else record.path)


def _settled(file: SourceFile, *, reason: str | None) -> FileOutcome:
    """Say what became of a file of which nothing is to be written."""
    if reason is None:
        return FileOutcome(file.source, file.path, FileState.UNCHANGED)
    return FileOutcome(file.source, file.path, FileState.QUARANTINED, reason)


def _gone(
    live: Mapping[tuple[str, str], DocumentRecord], listings: Sequence[Listing]
) -> list[DocumentRecord]:
    """Return the documents whose file was looked for and is not there."""
    listed = {(file.source, file.path) for file in all_files(listings)}
    return [record for key, record in live.items() if key not in listed and _was_looked_for(record, listings)]


def _was_looked_for(record: DocumentRecord, listings: Sequence[Listing]) -> bool:
    same = [listing for listing in listings if listing.source == record.source]
    # Of two listings of one source one may have met what the other could not look into.
    return any(listing.covers(record.path) for listing in same) and not any(
        listing.hides(record.path) for listing in same
    )


def _names(files: Sequence[SourceFile]) -> dict[SourceFile, str]:
    """Return what the report calls each file: its path, after its source if there are several."""
    several = len({file.source for file in files}) > 1
    return {file: f"{file.source}/{file.path}" if several else file.path for file in files}


def _prepare_changed(
    preparer: Preparer, file: SourceFile, *, known: DocumentRecord | None, name: str, report: SyncReport
) -> StagedVersion | None:
    """Return the version to write, or None for a file that is unchanged or quarantined; count every one."""
    try:
        data = preparer.read(file)
        if known is not None and known.live.id == preparer.version_id(file, data):
            report.count_unchanged(known)
            return None
        version = preparer.prepare(file, data)
    except UnreadableDocumentError as exc:
        report.quarantined[name] = str(exc)
        return None
    report.count_changed(name, version, replaces=known is not None)
    return version
