"""Runs a sync or an import with a progress bar on a terminal."""

from typing import TYPE_CHECKING

from api.commands.progress import file_bar
from api.local import open_indexer
from ingest.importing import Importer
from ingest.settings import IngestSettings
from ingest.sync import Synchroniser, SyncRequest

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from ingest.report import SyncReport


def open_synchroniser(parts: "Parts", settings: IngestSettings) -> Synchroniser:
    return Synchroniser(open_indexer(parts), parts.embedder, settings)


def open_importer(parts: "Parts", settings: IngestSettings) -> Importer:
    return Importer(open_indexer(parts), parts.embedder, settings)


def run_sync(synchroniser: Synchroniser, request: SyncRequest) -> "SyncReport":
    with file_bar() as advance:
        return synchroniser.run(request, on_progress=lambda step: advance(step.done, step.total))
