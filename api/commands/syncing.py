"""Runs a sync with a progress bar on a terminal."""

import sys
from typing import TYPE_CHECKING

from api.local import open_indexer
from ingest.settings import IngestSettings
from ingest.sync import Progress, Synchroniser, SyncRequest

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from ingest.report import SyncReport


def open_synchroniser(parts: "Parts", settings: IngestSettings) -> Synchroniser:
    return Synchroniser(open_indexer(parts), parts.embedder, settings)


def run_sync(synchroniser: Synchroniser, request: SyncRequest) -> "SyncReport":
    if not sys.stderr.isatty():
        return synchroniser.run(request)
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.progress import Progress as Bar  # noqa: PLC0415  # as above

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("files", total=None)

        def advance(progress: Progress) -> None:
            bar.update(task, total=progress.total, completed=progress.done)

        return synchroniser.run(request, on_progress=advance)
