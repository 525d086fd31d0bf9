"""The vector half of the search behind its port; the only file that touches Chroma."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from retrieval.chunk import Chunk, Filter
from retrieval.embedder import Vectors
from retrieval.errors import IndexUnavailableError
from retrieval.slices import slices

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from chromadb.base_types import Where

BATCH = 1000


class ChunkIndex(Protocol):
    """Vectors of chunks by collection. Scores are cosine similarities: higher is better, at most 1."""

    def add(self, collection: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store the vectors, shape (len(chunks), dimension); a chunk stored before is overwritten."""
        ...

    def delete_versions(self, collection: str, versions: Sequence[str]) -> None: ...

    def drop(self, collection: str) -> None: ...

    def search(
        self, collection: str, vector: Vectors, *, limit: int, only: Filter
    ) -> list[tuple[str, float]]:
        """Return chunk ids with their similarity, best first, among what the filter lets through."""
        ...

    def search_all(self, collection: str, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        """As `search`, but without looking at who may see what: the caller has to."""
        ...

    def similarities(self, collection: str, ids: Sequence[str], vector: Vectors) -> dict[str, float]:
        """Return the similarity of those chunks that are stored."""
        ...

    def count(self, collection: str) -> int:
        """Return how many chunks are stored, of whatever version."""
        ...


class ChromaIndex:
    """Chroma in a local folder. Its collections are derived from the catalog and can be rebuilt any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: ClientAPI | None = None
        self._collections: dict[str, Collection] = {}
        # Chroma cannot be opened twice at the same time, and the first questions may come together.
        self._opening = RLock()

    def add(self, collection: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        target = self._collection(collection)
        for begin in range(0, len(chunks), BATCH):
            part = chunks[begin : begin + BATCH]
            with _translated():
                target.upsert(
                    ids=[chunk.id for chunk in part],
                    embeddings=np.asarray(vectors[begin : begin + BATCH]),
                    metadatas=[_metadata(chunk) for chunk in part],
                )

    def delete_versions(self, collection: str, versions: Sequence[str]) -> None:
        target = self._collection(collection)
        for part in slices(versions):
            with _translated():
                target.delete(where=_among("version", part))

    def drop(self, collection: str) -> None:
        with self._opening:
            self._collection(collection)
            with _translated():
                self._client().delete_collection(_chroma_name(collection))
            del self._collections[collection]

    def search(
        self, collection: str, vector: Vectors, *, limit: int, only: Filter
    ) -> list[tuple[str, float]]:
        found: dict[str, float] = {}
        for where in _conditions(only):
            found |= self._query(collection, vector, limit=limit, where=where)
        return _best_first(found)[:limit]

    def search_all(self, collection: str, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        return _best_first(self._query(collection, vector, limit=limit, where=None))

    def _query(
        self, collection: str, vector: Vectors, *, limit: int, where: "Where | None"
    ) -> dict[str, float]:
        target = self._collection(collection)
        with _translated():
            answer = target.query(
                query_embeddings=np.asarray([vector]), n_results=limit, where=where, include=["distances"]
            )
        distances = (answer["distances"] or [[]])[0]
        return dict(zip(answer["ids"][0], (min(1.0, 1.0 - far) for far in distances), strict=True))

    def similarities(self, collection: str, ids: Sequence[str], vector: Vectors) -> dict[str, float]:
        if not ids:
            return {}
        with _translated():
            found = self._collection(collection).get(ids=list(ids), include=["embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], (vectors @ vector).tolist() if len(vectors) else [], strict=True))

    def count(self, collection: str) -> int:
        with _translated():
            return self._collection(collection).count()

    def _collection(self, name: str) -> "Collection":
        with self._opening:
            if name not in self._collections:
                with _translated():
                    self._collections[name] = self._client().get_or_create_collection(
                        _chroma_name(name),
                        embedding_function=None,
                        configuration={"hnsw": {"space": "cosine"}},
                    )
            return self._collections[name]

    def _client(self) -> "ClientAPI":
        if self._opened is None:
            # Chroma takes a second to import: only a command that searches or stores pays for it.
            import chromadb  # noqa: PLC0415
            from chromadb.config import Settings  # noqa: PLC0415

            settings = Settings(anonymized_telemetry=False)
            self._opened = chromadb.PersistentClient(str(self._path), settings=settings)
        return self._opened


class _translated:  # noqa: N801  # reads as a statement where it is used
    """Turns what Chroma raises into our error; its exceptions share no base with each other."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if error is None or not isinstance(error, Exception):
            return
        raise IndexUnavailableError(
            f"the vector index failed ({error}); if this stays, run `plumbline reindex`"
        ) from error


def _best_first(found: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _chroma_name(collection: str) -> str:
    # Chroma wants 3 to 512 characters, the last a letter or digit; ours may have one, or end in "-". No name
    # of ours has a dot, so that no two become the same.
    name = f"plumbline-{collection}"
    return name if name[-1].isalnum() else f"{name}.end"


def _metadata(chunk: Chunk) -> Mapping[str, Any]:
    """Chroma filters on scalars only, so each audience is a key of its own."""
    audiences = {f"audience:{name}": True for name in chunk.audiences}
    return {
        "version": chunk.version,
        "document": chunk.document,
        "source": chunk.source,
        "public": not chunk.audiences,
        **audiences,
        **{f"metadata:{key}": value for key, value in chunk.metadata.items()},
    }


def _conditions(only: Filter) -> "Iterator[Where]":
    """Yield conditions that together let through what the filter lets through, each fit for one query."""
    for documents in slices(only.documents) if only.documents else [()]:
        for sources in slices(only.sources) if only.sources else [()]:
            yield _where(only, documents=documents, sources=sources)


def _where(only: Filter, *, documents: Sequence[str], sources: Sequence[str]) -> "Where":
    allowed: list[Where] = [{"public": True}]
    for name in only.audiences:
        allowed.append({f"audience:{name}": True})  # noqa: PERF401  # see _among
    conditions: list[Where] = [{"$or": allowed} if len(allowed) > 1 else allowed[0]]
    if documents:
        conditions.append(_among("document", documents))
    if sources:
        conditions.append(_among("source", sources))
    conditions.extend(_among(f"metadata:{key}", values) for key, values in only.metadata)
    return {"$and": conditions} if len(conditions) > 1 else conditions[0]


def _among(key: str, values: Sequence[str]) -> "Where":
    # Spelled out for the type checker: the lists and dictionaries of Chroma's types are invariant.
    wanted: list[str | int | float | bool] = [*values]
    operand: dict[Any, list[str | int | float | bool]] = {"$in": wanted}
    return {key: operand}
