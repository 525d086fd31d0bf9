"""Ingests a folder in a process of its own and says how much memory it has taken at most, step by step.

`python -m eval.retrieval.ingest_child JOB` takes an `IngestJob` as JSON, and prints one `MemoryRow` a line.
"""

import re
import sys
from pathlib import Path

from pydantic import BaseModel

from eval.workspace import RoomSettings, open_workspace
from ingest.settings import IngestSettings
from ingest.sync import Progress
from retrieval.settings import RetrievalSettings

STATUS = Path("/proc/self/status")
STEPS = 100


class IngestJob(BaseModel):
    """What the new process shall do: it shares nothing with the one that starts it."""

    data_dir: Path
    graphs: Path
    documents: Path
    collection: str
    retrieval: RetrievalSettings
    ingest: IngestSettings


class MemoryRow(BaseModel):
    """The most memory taken until `done` of `total` documents were read."""

    done: int
    total: int
    peak_mb: float


def read_peak_mb(status: Path = STATUS) -> float:
    """Return the high-water mark of this process; other processes and `rusage` after a fork do not count.

    Raises:
        OSError: this system does not tell.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise OSError(f"{status} does not tell the most memory taken")
    return int(found[1]) * 1024 / 1_000_000


def run_job(job: IngestJob) -> None:
    settings = RoomSettings(retrieval=job.retrieval, ingest=job.ingest)
    with open_workspace(job.data_dir, settings, graphs=job.graphs) as workspace:
        workspace.index(job.documents, collection=job.collection, on_progress=tell)


def tell(progress: Progress) -> None:
    if progress.done % max(1, progress.total // STEPS) == 0 or progress.done == progress.total:
        row = MemoryRow(done=progress.done, total=progress.total, peak_mb=read_peak_mb())
        sys.stdout.write(row.model_dump_json() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run_job(IngestJob.model_validate_json(sys.argv[1]))
