"""The ingest and retrieval part of the benchmark: its sections, and how large they are measured."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.quality_run import Bench
from eval.report import Section
from eval.retrieval.finding import measure_finding, measure_follow_ups
from eval.retrieval.generated import read_vocabulary
from eval.retrieval.ingest_speed import PRODUCT_DOCS, measure_ingest
from eval.retrieval.large_collection import measure_large_collection
from eval.retrieval.search_speed import measure_search
from retrieval.embedder import Embedder


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; the targets are about these numbers."""

    documents: int = 10_000
    deleted: int = 1_000
    chunks: tuple[int, ...] = (20_000, 100_000)
    queries: int = 200


@dataclass(frozen=True, slots=True)
class Sources:
    """Where texts come from, and what opens the embedding model of the pipeline to compare with."""

    samples: Path
    data: Path | None
    open_plain: Callable[[], Embedder]


def measure_retrieval(bench: Bench, sources: Sources, *, sizes: Sizes | None = None) -> list[Section]:
    """Return recall, follow-ups, ingest, a large collection and search in it, each as a section.

    Raises:
        BaselineMissingError: the packages of the plain pipeline are not installed.
        DatasetError: a public set is there but cannot be read.
    """
    sizes = sizes or Sizes()
    words = read_vocabulary(sources.samples / "documents")
    large, problems = measure_large_collection(bench, words, documents=sizes.documents, deleted=sizes.deleted)
    search = measure_search(bench, words, sizes=sizes.chunks, queries=sizes.queries)
    return [
        *_measure_public(bench, sources),
        Section(
            f"Ingest of {sizes.documents:,} generated documents",
            tuple(large),
            ("three sections, 120 to 250 words each; real embeddings; a process of its own", *problems),
        ),
        Section(
            "Search in a large collection",
            tuple(search),
            (
                "generated chunks of 60 words with seeded vectors; both halves, an audience filter that lets "
                "five of nine documents through; embedding the query is part of the search",
            ),
        ),
    ]


def _measure_public(bench: Bench, sources: Sources) -> list[Section]:
    data = sources.data
    if data is None:
        return [Section("Ingest and recall", notes=("not measured: set PLUMBLINE_BENCH_DATA",))]
    return [
        _measure_documents(bench, data / PRODUCT_DOCS, open_plain=sources.open_plain),
        measure_finding(bench, data, open_plain=sources.open_plain),
        measure_follow_ups(bench, data),
    ]


def _measure_documents(bench: Bench, documents: Path, *, open_plain: Callable[[], Embedder]) -> Section:
    title = "Ingest of product documentation"
    if not documents.is_dir():
        return Section(title, notes=(f"not measured: there is no {documents}",))
    figures = measure_ingest(bench, documents, open_plain=open_plain)
    note = (
        "Markdown, MDX and RST; the model reads the first 256 word pieces of a chunk, so of a piece of 4,000 "
        "characters the plain pipeline embeds a quarter"
    )
    return Section(title, tuple(figures), (note,))
