"""The vector half of the search behind its port; the only file that touches Chroma."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from retrieval.chunk import Chunk, Filter
from retrieval.embedder import Vectors
from retrieval.errors import IndexUnavailableError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# Chroma's SQLite takes a bounded number of values in one statement.
BATCH = 1000


class ChunkIndex(Protocol):
    """Vectors of chunks by collection. Scores are cosine similarities: higher is better, at most 1."""

    def add(self, collection: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Store the vectors, shape (len(chunks), dimension); a chunk stored before is overwritten."""
        ...

    def delete_versions(self, collection: str, versions: Sequence[str]) -> None: ...

    def drop(self, collection: str) -> None: ...

    def search(self, collection: str, vector: Vectors, *, limit: int, only: Filter) -> list[tuple[str, float]]:
        """Return chunk ids with their similarity, best first, among what the filter lets through."""
        ...

    def similarities(self, collection: str, ids: Sequence[str], vector: Vectors) -> dict[str, float]:
        """Return the similarity of those chunks that are stored."""
        ...


class ChromaIndex:
    """Chroma in a local folder. Its collections are derived from the catalog and can be rebuilt any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: ClientAPI | None = None
        self._collections: dict[str, Collection] = {}

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
        for begin in range(0, len(versions), BATCH):
            with _translated():
                target.delete(where={"version": {"$in": list(versions[begin : begin + BATCH])}})

    def drop(self, collection: str) -> None:
        self._collection(collection)
        with _translated():
            self._client().delete_collection(_chroma_name(collection))
        del self._collections[collection]

    def search(self, collection: str, vector: Vectors, *, limit: int, only: Filter) -> list[tuple[str, float]]:
        target = self._collection(collection)
        with _translated():
            found = target.query(
                query_embeddings=[vector], n_results=limit, where=_where(only), include=["distances"]
            )
        distances = found["distances"]
        if distances is None:
            raise IndexUnavailableError("the vector index answered without distances")
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def similarities(self, collection: str, ids: Sequence[str], vector: Vectors) -> dict[str, float]:
        if not ids:
            return {}
        with _translated():
            found = self._collection(collection).get(ids=list(ids), include=["embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], (vectors @ vector).tolist() if len(vectors) else [], strict=True))

    def _collection(self, name: str) -> "Collection":
        if name not in self._collections:
            with _translated():
                self._collections[name] = self._client().get_or_create_collection(
                    _chroma_name(name), embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
        return self._collections[name]

    def _client(self) -> "ClientAPI":
        if self._opened is None:
            # Chroma takes a second to import: only a command that searches or stores pays for it.
            import chromadb
            from chromadb.config import Settings

            with _translated():
                self._opened = chromadb.PersistentClient(
                    str(self._path), settings=Settings(anonymized_telemetry=False)
                )
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


def _chroma_name(collection: str) -> str:
    # Chroma wants 3 to 512 characters; ours may have one.
    return f"plumbline-{collection}"


def _metadata(chunk: Chunk) -> Mapping[str, Any]:
    """Chroma filters on scalars only, so each audience is a key of its own."""
    audiences = {f"audience:{name}": True for name in chunk.audiences}
    return {
        "version": chunk.version,
        "document": chunk.document,
        "source": chunk.source,
        "public": not chunk.audiences,
        **audiences,
    }


def _where(only: Filter) -> dict[str, Any]:
    allowed: list[dict[str, Any]] = [{"public": True}]
    allowed += [{f"audience:{name}": True} for name in only.audiences]
    conditions: list[dict[str, Any]] = [{"$or": allowed} if len(allowed) > 1 else allowed[0]]
    if only.documents:
        conditions.append({"document": {"$in": list(only.documents)}})
    if only.sources:
        conditions.append({"source": {"$in": list(only.sources)}})
    return {"$and": conditions} if len(conditions) > 1 else conditions[0]
