"""Finds chunks: the dense and the keyword list of one query, fused, live versions only."""

import re
from collections.abc import Callable

from retrieval.catalog import Catalog
from retrieval.chunk import RetrievedChunk, SearchQuery
from retrieval.embedder import Embedder
from retrieval.errors import InvalidCollectionError
from retrieval.fusion import fuse_by_reciprocal_rank
from retrieval.index import ChunkIndex
from retrieval.keyword import KeywordIndex

COLLECTION_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def check_collection_name(name: str) -> None:
    if not COLLECTION_NAME.fullmatch(name):
        raise InvalidCollectionError(
            f"{name!r} is not a collection name: use 1 to 63 lower-case letters, digits, '-' and '_'"
        )


class Searcher:
    def __init__(
        self, catalog: Catalog, index: ChunkIndex, embedder: Callable[[], Embedder], *, candidates: int
    ) -> None:
        self.catalog = catalog
        self.keywords = KeywordIndex(catalog.engine)
        self._index = index
        self._embedder = embedder
        self._candidates = candidates

    def search(self, query: SearchQuery) -> list[RetrievedChunk]:
        """Return at most `top_k` chunks, best first.

        Raises:
            UnknownCollectionError: there is no such collection.
            FingerprintMismatchError: another embedding model built it.
            IndexUnavailableError: the vector index failed.
        """
        check_collection_name(query.collection)
        embedder = self._embedder()
        self.catalog.check_collection(query.collection, fingerprint=embedder.fingerprint)
        vector = embedder.embed_query(query.text)
        limit = max(self._candidates, query.top_k)
        dense = self._index.search(query.collection, vector, limit=limit, only=query.filter)
        keyword = self.keywords.search(
            query.text, collection=query.collection, limit=limit, only=query.filter
        )
        similarity = dict(dense)
        # A version may be retired between the look-ups: what is not live here is in neither list.
        chunks = self.catalog.chunks({*similarity, *keyword})
        ranked = [[key for key in found if key in chunks] for found in (list(similarity), keyword)]
        best = fuse_by_reciprocal_rank(ranked)[: query.top_k]
        missing = [key for key, _ in best if key not in similarity]
        similarity |= self._index.similarities(query.collection, missing, vector)
        return [
            RetrievedChunk(chunks[key], score=score, similarity=similarity.get(key, 0.0))
            for key, score in best
        ]
