"""Documents a second, whole pipeline, beside the plain one: the same files, in the same run."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from eval import targets
from eval.quality_run import Bench, index_documents
from eval.report import Figure, Measure, Target, Unit
from eval.retrieval.plain_pipeline import DEFAULT_CUT, TEXT_FILES, USUAL_CUT, Cut, PlainPipeline
from retrieval.embedder import Embedder

PRODUCT_DOCS = Path("documents") / "product_docs"
NAME = "product-docs"
WARM_UP = "loads what is loaded once"


def measure_ingest(bench: Bench, documents: Path, *, open_plain: Callable[[], Embedder]) -> list[Figure]:
    """Ingest the text files below `documents` here and there, the embedding model loaded beforehand."""
    folder = bench.root / "documents" / NAME
    copy_text_files(documents, folder)
    with bench.workspace(NAME) as workspace:
        workspace.parts.embedder.embed_query(WARM_UP)
        report = index_documents(bench, workspace, name=NAME, documents=folder)
    rate = report.added / report.seconds
    figures = [
        _figure("ingest, Plumbline", Unit.RATE, rate, sample=report.added),
        _figure("chunks, Plumbline", Unit.COUNT, report.chunks, sample=report.added),
    ]
    embedder = open_plain()
    embedder.embed_query(WARM_UP)
    for cut in (USUAL_CUT, DEFAULT_CUT):
        bench.on_step(f"ingest {NAME}, plain pipeline, {cut.name}", 0, 1)
        pipeline = PlainPipeline(bench.root / f"plain {cut.size}", embedder, cut=cut)
        figures += _measure_plain(pipeline, cut, folder=folder, rate=rate)
    return figures


def copy_text_files(source: Path, target: Path) -> None:
    """Copy what both can read: the plain pipeline stops at the first file that is no text."""
    for file in sorted({file for pattern in TEXT_FILES for file in source.glob(pattern)}):
        place = target / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def _measure_plain(pipeline: PlainPipeline, cut: Cut, *, folder: Path, rate: float) -> list[Figure]:
    started = time.perf_counter()
    indexed = pipeline.ingest(folder)
    plain = indexed.documents / (time.perf_counter() - started)
    name, sample = f"plain pipeline, {cut.name}", indexed.documents
    return [
        _figure(f"ingest, {name}", Unit.RATE, plain, sample=sample),
        _figure(f"chunks, {name}", Unit.COUNT, indexed.chunks, sample=sample),
        _figure(
            f"ingest, ratio to {cut.name}",
            Unit.RATIO,
            rate / plain,
            sample=sample,
            target=targets.INGEST_RATIO,
        ),
    ]


def _figure(name: str, unit: Unit, value: float, *, sample: int, target: Target | None = None) -> Figure:
    return Figure(name, unit, Measure(value, sample), target=target)
