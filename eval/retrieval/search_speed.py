"""How long a search takes in a large collection, with an audience filter: whole, and each part of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, islice

from eval import targets
from eval.metrics import percentile
from eval.quality_run import Bench
from eval.report import Figure, Measure, Target, Unit
from eval.retrieval.generated import SEED, SeededEmbedder, WordSource, lengthen
from eval.workspace import Workspace
from ingest.indexing import Indexer
from retrieval.chunk import Chunk, Filter, SearchQuery
from retrieval.search import Searcher
from retrieval.version import StagedVersion, document_id, stable_id

NAME = "seeded"
# Of one document.
CHUNKS = 10
CHUNK_WORDS = 60
QUERY_WORDS = 9
WARM_UP = 10
WRITE_DOCUMENTS = 200
# A large collection has many words that stand in few documents.
VOCABULARY = 50_000
# From this size on the target of large collections holds.
LARGE = 100_000
# Every third document is for everybody, the others are for one audience each.
AUDIENCES = ("staff", "partners", "legal", "sales", "research", "board")
ONLY = Filter(audiences=("staff", "partners"))


@dataclass(frozen=True, slots=True)
class Halves:
    """A search and its parts, each as one call with the text of a query."""

    search: Callable[[str], object]
    embed: Callable[[str], object]
    dense: Callable[[str], object]
    keyword: Callable[[str], object]


def measure_search(bench: Bench, words: Sequence[str], *, sizes: Sequence[int], queries: int) -> list[Figure]:
    """Fill one collection from size to size, and search it at each."""
    vocabulary = lengthen(words, VOCABULARY)
    source = WordSource(vocabulary, seed=SEED + 1)
    asked = [" ".join(source.draw(QUERY_WORDS)) for _ in range(queries)]
    figures: list[Figure] = []
    with bench.workspace(NAME) as workspace:
        parts = workspace.parts
        embedder = SeededEmbedder(parts.embedder)
        parts.catalog.add_collection(NAME, fingerprint=embedder.fingerprint)
        indexer = Indexer(parts.catalog, parts.index, embedder)
        halves = open_halves(workspace, embedder)
        versions = make_versions(vocabulary)
        stored = 0
        for size in sorted(sizes):
            while stored < size:
                bench.on_step(f"fill a collection to {size} chunks", stored, size)
                batch = list(islice(versions, min(WRITE_DOCUMENTS, -(-(size - stored) // CHUNKS))))
                indexer.write(NAME, batch)
                stored += sum(len(version.chunks) for version in batch)
            bench.on_step(f"search {stored} chunks", 0, 1)
            figures += time_search(halves, asked, chunks=stored)
    return figures


def make_versions(words: Sequence[str]) -> Iterator[StagedVersion]:
    """Yield documents of ten chunks without end, most of them for one audience only."""
    source = WordSource(words)
    for number in count():
        path = f"article {number:06}.md"
        document = document_id(NAME, NAME, path)
        version = stable_id("version", document)
        audiences = () if number % 3 == 0 else (AUDIENCES[number % len(AUDIENCES)],)
        title = " ".join(source.draw(4))
        texts = [source.draw_text(CHUNK_WORDS) for _ in range(CHUNKS)]
        ends = list(accumulate(map(len, texts)))
        chunks = tuple(
            Chunk(
                id=stable_id(version, str(ordinal)),
                collection=NAME,
                source=NAME,
                document=path,
                version=version,
                ordinal=ordinal,
                text=text,
                start=end - len(text),
                end=end,
                title=title,
                audiences=audiences,
            )
            for ordinal, (text, end) in enumerate(zip(texts, ends, strict=True))
        )
        yield StagedVersion(version, document, NAME, NAME, path, stable_id(path), title, audiences, chunks)


def open_halves(workspace: Workspace, embedder: SeededEmbedder) -> Halves:
    parts = workspace.parts
    candidates, top_k = parts.retrieval.candidates, parts.retrieval.top_k
    searcher = Searcher(parts.catalog, parts.index, lambda: embedder, settings=parts.retrieval)

    def search_dense(text: str) -> object:
        (vector,) = embedder.embed_documents([text])
        return parts.index.search(NAME, vector, limit=candidates, only=ONLY)

    return Halves(
        search=lambda text: searcher.search(SearchQuery(text, NAME, top_k, ONLY)),
        embed=embedder.embed_query,
        dense=search_dense,
        keyword=lambda text: searcher.keywords.search(text, collection=NAME, limit=candidates, only=ONLY),
    )


def time_search(halves: Halves, queries: Sequence[str], *, chunks: int) -> list[Figure]:
    name = f"{chunks:,} chunks"
    spent = time_calls(queries, halves.search)
    large = chunks >= LARGE
    return [
        _figure(
            f"{name}: search, p50",
            spent,
            0.5,
            target=targets.LARGE_SEARCH_MS if large else targets.SEARCH_MS,
        ),
        _figure(
            f"{name}: search, p95", spent, 0.95, target=targets.LARGE_SEARCH_SLOWEST_MS if large else None
        ),
        *(
            _figure(f"{name}: {part}, p50", time_calls(queries, call), 0.5)
            for part, call in (
                ("embed the query", halves.embed),
                ("dense half", halves.dense),
                ("keyword half", halves.keyword),
            )
        ),
    ]


def time_calls(queries: Sequence[str], call: Callable[[str], object]) -> list[float]:
    """Return the milliseconds of each call; the first ones, which load something, are made twice."""
    for text in queries[:WARM_UP]:
        call(text)
    spent = []
    for text in queries:
        started = time.perf_counter()
        call(text)
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def _figure(name: str, spent: Sequence[float], share: float, *, target: Target | None = None) -> Figure:
    return Figure(name, Unit.MILLISECONDS, Measure(percentile(spent, share), len(spent)), target=target)
