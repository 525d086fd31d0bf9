"""Runs syncs against a store of fakes, for tests of what a source may hold."""

from ingest.report import SyncReport
from ingest.settings import IngestSettings
from ingest.sync import Synchroniser, SyncRequest
from tests.ingest.crashing import Store


def run_sync(store: Store, request: SyncRequest, **settings: int) -> SyncReport:
    report = Synchroniser(store.indexer, store.embedder, IngestSettings(**settings)).run(request)
    counted = report.added + report.replaced + report.deleted + report.unchanged + len(report.quarantined)
    assert counted == report.files + report.deleted
    return report


def counts(report: SyncReport) -> dict[str, int]:
    names = ("added", "replaced", "deleted", "unchanged")
    return {name: count for name in names if (count := getattr(report, name))}


def indexed(store: Store, collection: str = "kb") -> list[str]:
    return [record.path for record in store.catalog.documents(collection)]
