"""Ten thousand generated documents: memory while they are ingested, a second run, and a large delete."""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from eval import targets
from eval.datasets.dataset import write_documents
from eval.quality_run import Bench, index_documents
from eval.report import Figure, Measure, Unit
from eval.retrieval.generated import make_documents
from eval.retrieval.ingest_child import IngestJob, MemoryRow
from eval.workspace import Workspace
from ingest.indexing import Indexer

NAME = "large"
REPOSITORY = Path(__file__).resolve().parents[2]
QUARTERS = (0.25, 0.5, 0.75, 1.0)


def measure_large_collection(
    bench: Bench, words: Sequence[str], *, documents: int, deleted: int
) -> tuple[list[Figure], list[str]]:
    """Return the figures, and notes on what could not be measured."""
    folder = bench.root / "documents" / NAME
    write_documents(make_documents(words, documents), folder)
    with bench.workspace(NAME) as workspace:
        # Exports the model, so that what this takes is not counted as memory of ingesting.
        workspace.parts.embedder.embed_query("exports the model")
    started = time.perf_counter()
    rows, problem = ingest_apart(bench, folder)
    seconds = time.perf_counter() - started
    figures = memory_figures(rows)
    if not problem:
        figures.append(Figure("ingest in a new process", Unit.SECONDS, Measure(seconds, documents)))
    with bench.workspace(NAME) as workspace:
        figures += _measure_upkeep(bench, workspace, folder=folder, deleted=deleted)
    return figures, [f"not measured: memory ({problem})"] if problem else []


def ingest_apart(bench: Bench, folder: Path) -> tuple[list[MemoryRow], str | None]:
    """Ingest in a new process; return what it told of its memory, and what went wrong."""
    job = IngestJob(
        data_dir=bench.root / NAME,
        graphs=bench.graphs,
        documents=folder,
        collection=NAME,
        retrieval=bench.settings.retrieval,
        ingest=bench.settings.ingest,
    )
    words = [sys.executable, "-m", "eval.retrieval.ingest_child", job.model_dump_json()]
    rows: list[MemoryRow] = []
    # Our own module, from the same files as this one.
    with subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603
        for line in child.stdout or ():
            try:
                rows.append(MemoryRow.model_validate_json(line))
            except ValidationError:
                # A library's word on standard output.
                continue
            bench.on_step(f"ingest {NAME}", rows[-1].done, rows[-1].total)
    return rows, None if child.returncode == 0 else f"the process ended with {child.returncode}"


def memory_figures(rows: Sequence[MemoryRow]) -> list[Figure]:
    """Return the most memory taken until each quarter, and by how much it grew after the first."""
    if not rows or rows[-1].done < rows[-1].total:
        return [Figure("memory while ingesting, at most", Unit.MEGABYTES, None)]
    peaks = [next(row for row in rows if row.done >= share * row.total) for share in QUARTERS]
    total = peaks[-1].total
    steps = [
        Figure(f"memory until {share:.0%}", Unit.MEGABYTES, Measure(row.peak_mb, row.done))
        for share, row in zip(QUARTERS, peaks, strict=True)
    ]
    growth = Measure(peaks[-1].peak_mb - peaks[0].peak_mb, total)
    most = Measure(peaks[-1].peak_mb, total)
    return [
        *steps[:-1],
        Figure("memory while ingesting, at most", Unit.MEGABYTES, most, target=targets.INGEST_PEAK_MB),
        Figure("memory, growth after 25 %", Unit.MEGABYTES, growth, target=targets.INGEST_GROWTH_MB),
    ]


def _measure_upkeep(bench: Bench, workspace: Workspace, *, folder: Path, deleted: int) -> list[Figure]:
    parts = workspace.parts
    report = index_documents(bench, workspace, name=NAME, documents=folder)
    records = parts.catalog.documents(NAME)
    gone = [record.id for record in records[:: max(1, len(records) // deleted)]][:deleted]
    indexer = Indexer(parts.catalog, parts.index, parts.embedder)
    bench.on_step(f"{NAME}: delete", 0, 1)
    started = time.perf_counter()
    indexer.delete(NAME, gone)
    spent = time.perf_counter() - started
    return [
        Figure(
            "second run, nothing changed",
            Unit.SECONDS,
            Measure(report.seconds, report.unchanged),
            target=targets.RESYNC_SECONDS,
        ),
        Figure(
            f"delete {len(gone)} documents",
            Unit.SECONDS,
            Measure(spent, len(gone)),
            target=targets.DELETE_SECONDS,
        ),
    ]
