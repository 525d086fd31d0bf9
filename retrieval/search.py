"""Finds chunks: the dense and the keyword list of one query, fused, live versions only."""

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from retrieval.catalog import Catalog
from retrieval.chunk import Chunk, RetrievedChunk, SearchQuery
from retrieval.embedder import Embedder, Vectors
from retrieval.errors import InvalidCollectionError
from retrieval.fusion import fuse_by_reciprocal_rank
from retrieval.index import ChunkIndex
from retrieval.keyword import KeywordIndex
from retrieval.nearest import NearestChunks
from retrieval.neighbours import find_neighbours
from retrieval.relevance import estimate_relevance, keep_relevant
from retrieval.repeats import SaidBefore
from retrieval.reranking import Reranker, rerank
from retrieval.settings import RetrievalSettings
from retrieval.slices import slices
from retrieval.visible import VisibleChunks

# How many searches look for words at the same time; more would only wait for the processor.
KEYWORD_THREADS = 4
COLLECTION_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def check_collection_name(name: str) -> None:
    if not COLLECTION_NAME.fullmatch(name):
        raise InvalidCollectionError(
            f"{name!r} is not a collection name: use 1 to 63 lower-case letters, digits, '-' and '_'"
        )


class Searcher:
    def __init__(
        self,
        catalog: Catalog,
        index: ChunkIndex,
        embedder: Callable[[], Embedder],
        *,
        settings: RetrievalSettings,
        reranker: Callable[[], Reranker] | None = None,
    ) -> None:
        self.catalog = catalog
        self.keywords = KeywordIndex(catalog.engine)
        self._index = index
        self._embedder = embedder
        self._settings = settings
        self._reranker = reranker
        self._threads = ThreadPoolExecutor(KEYWORD_THREADS, thread_name_prefix="keywords")

    def search(self, query: SearchQuery) -> list[RetrievedChunk]:
        """Return at most `top_k` chunks, best first, and after them the neighbours that are wanted too.

        Raises:
            UnknownCollectionError: there is no such collection.
            FingerprintMismatchError: another embedding model built it.
            IndexUnavailableError: the vector index failed.
            RerankerModelError: the reranker cannot be used.
        """
        check_collection_name(query.collection)
        embedder = self._embedder()
        self.catalog.check_collection(query.collection, fingerprint=embedder.fingerprint)
        # The embedding model, Chroma and SQLite each let other threads run meanwhile.
        words = self._threads.submit(self._find_words, query)
        try:
            vector = embedder.embed_query(query.text)
            similarity = dict(self._find_nearest(query, vector))
        finally:
            wait([words])
        ranked = fuse_by_reciprocal_rank([list(similarity), words.result()])
        best = self._choose(query, ranked)
        near = find_neighbours(self.catalog, [chunk for chunk, _ in best], reach=query.neighbours)
        missing = [chunk.id for chunk in (*(chunk for chunk, _ in best), *near) if chunk.id not in similarity]
        similarity |= self._index.similarities(query.collection, missing, vector)
        found = [
            *(_retrieved(query.text, chunk, score, similarity) for chunk, score in best),
            *(_retrieved(query.text, chunk, 0.0, similarity, is_neighbour=True) for chunk in near),
        ]
        return keep_relevant(found, floor=query.relevance_floor)

    def _choose(self, query: SearchQuery, ranked: Sequence[tuple[str, float]]) -> list[tuple[Chunk, float]]:
        if self._reranker is None:
            return self._get_first(ranked, top_k=query.top_k)
        first = self._get_first(ranked, top_k=max(self._settings.rerank, query.top_k))
        return rerank(self._reranker(), query.text, first)[: query.top_k]

    def _find_words(self, query: SearchQuery) -> list[str]:
        return self.keywords.search(
            query.text, collection=query.collection, limit=self._limit(query), only=query.filter
        )

    def _find_nearest(self, query: SearchQuery, vector: Vectors) -> list[tuple[str, float]]:
        visible = VisibleChunks(self.catalog.engine, query.collection, query.filter)
        nearest = NearestChunks(self._index, query.collection, query.filter, visible)
        return nearest.find(vector, limit=self._limit(query))

    def _limit(self, query: SearchQuery) -> int:
        return max(self._settings.candidates, query.top_k)

    def _get_first(self, ranked: Sequence[tuple[str, float]], *, top_k: int) -> list[tuple[Chunk, float]]:
        """Return the first chunks that each say something new; repeats only where there is room for them.

        What was retired since it was found has left its place to the next ones.
        """
        new: list[tuple[Chunk, float]] = []
        repeats: list[tuple[Chunk, float]] = []
        said = SaidBefore()
        for part in slices(ranked, size=top_k):
            chunks = self.catalog.chunks([key for key, _ in part])
            for chunk, score in ((chunks[key], score) for key, score in part if key in chunks):
                is_repeat = said.is_repeat(chunk.text) and not self._settings.keep_repeats
                (repeats if is_repeat else new).append((chunk, score))
            if len(new) >= top_k:
                break
        return sorted((new + repeats)[:top_k], key=lambda pair: -pair[1])


def _retrieved(
    query: str, chunk: Chunk, score: float, similarity: Mapping[str, float], *, is_neighbour: bool = False
) -> RetrievedChunk:
    cosine = similarity.get(chunk.id, 0.0)
    relevance = estimate_relevance(query, chunk, similarity=cosine)
    return RetrievedChunk(chunk, score, cosine, relevance, is_neighbour)
