"""Syncs in processes of their own that can be killed, and what a fresh process then finds in the folder."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from sqlalchemy import select

from ingest.indexing import Indexer
from ingest.settings import IngestSettings
from ingest.sync import Synchroniser, SyncRequest
from retrieval import tables
from retrieval.catalog import Catalog
from retrieval.chunk import Chunk, SearchQuery
from retrieval.data_folder import DataFolder
from retrieval.index import ChromaIndex
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings
from tests.fakes import FakeEmbedder

# Small chunks: a few pages are written in several batches, so that there is something between them to hit.
SETTINGS = IngestSettings(chunk_tokens=16, overlap_tokens=0)
COLLECTION = "kb"
WORDS = tables.keywords.outerjoin(tables.chunks, tables.chunks.c.number == tables.keywords.c.rowid)
# Children are forked from a process that has imported all this and opened nothing: none waits for imports.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [__name__, "alembic.command", "chromadb.api.rust", "langchain_text_splitters"]
)


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is stored; equal means that no document was lost, doubled or mixed.

    `rows` are the ids of all stored chunks, live or not, `keywords` those in the keyword index. `missed` are
    chunks that a search for their own words does not find.
    """

    versions: dict[str, list[tuple[str, str]]]
    chunks: dict[str, str]
    rows: list[str]
    keywords: list[str]
    vectors: dict[str, tuple[float, ...]]
    unfinished: list[str]
    missed: list[str]


def sync(data: Path, docs: Path) -> float:
    """Sync to the end in a process of its own; return how many seconds it took."""
    started = time.perf_counter()
    process = _start(_sync, data, docs)
    process.join()
    if process.exitcode != 0:
        raise RuntimeError(f"the sync ended with {process.exitcode}")
    return time.perf_counter() - started


def sync_and_kill(data: Path, docs: Path, *, after: float) -> bool:
    """Kill a sync so many seconds after its start; return whether that came before its end."""
    process = _start(_sync, data, docs)
    process.join(after)
    process.kill()
    process.join()
    return process.exitcode != 0


def look(data: Path) -> Seen:
    """Return what a process that starts now finds."""
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = _start(_look, data, sender)
    sender.close()
    seen: Seen = receiver.recv()
    process.join()
    return seen


def _start(target: Callable[..., None], *args: object) -> "multiprocessing.context.ForkServerProcess":
    process = PROCESSES.Process(target=target, args=args)
    process.start()
    return process


def _sync(data: Path, docs: Path) -> None:
    folder, embedder = DataFolder(data), FakeEmbedder()
    indexer = Indexer(Catalog.open(folder.catalog), ChromaIndex(folder.vectors), embedder)
    indexer.recover()
    request = SyncRequest((docs,), COLLECTION, delete_missing=True)
    Synchroniser(indexer, embedder, SETTINGS).run(request)


def _look(data: Path, sender: Connection) -> None:
    folder, embedder = DataFolder(data), FakeEmbedder()
    catalog, index = Catalog.open(folder.catalog), ChromaIndex(folder.vectors)
    searcher = Searcher(catalog, index, lambda: embedder, settings=RetrievalSettings(candidates=8))
    found = index._collection(COLLECTION).get(include=["embeddings"])
    stored = dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))
    chunks = catalog.collection_chunks(COLLECTION)
    with catalog.engine.connect() as connection:
        rows = list(connection.scalars(select(tables.chunks.c.id)))
        keywords = list(connection.scalars(select(tables.chunks.c.id).select_from(WORDS)))
    seen = Seen(
        versions={
            document.path: [(version.id, version.state) for version in catalog.versions(document.id)]
            for document in catalog.documents(COLLECTION)
        },
        chunks={chunk.id: f"{chunk.document}: {chunk.text}" for chunk in chunks},
        rows=sorted(rows),
        # A word of a chunk that is gone would have no id.
        keywords=sorted(map(str, keywords)),
        vectors={key: tuple(vector.tolist()) for key, vector in stored.items()},
        unfinished=catalog.unfinished_versions(),
        missed=_missed(searcher, chunks),
    )
    sender.send(seen)


def _missed(searcher: Searcher, chunks: list[Chunk]) -> list[str]:
    """Ask for the first chunk of each document: every chunk would take minutes.

    Among the hits, not first of them: Chroma's graph is approximate, and after many deletions it misses one
    of several hundred vectors, killed or not, even when asked for that very vector.
    """
    return [
        chunk.id
        for chunk in chunks
        if chunk.ordinal == 0
        and chunk.id not in {hit.chunk.id for hit in searcher.search(SearchQuery(chunk.text, COLLECTION, 16))}
    ]
