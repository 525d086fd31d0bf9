"""What the search finds for a case, and what is stored: looked up beside the answer, in the same parts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from answer.request import AnswerRequest
from answer.rewrite import rewrite_from_turns
from retrieval.catalog import Catalog
from retrieval.chunk import Chunk, Filter, SearchQuery
from retrieval.embedder import Embedder
from retrieval.index import ChunkIndex
from retrieval.search import Searcher


class Lookup(Protocol):
    """Each call may raise a `RetrievalError`."""

    def find_chunks(self, ids: Collection[str]) -> Mapping[str, Chunk]:
        """Return the stored chunks of those ids."""
        ...

    def retrieve_documents(self, request: AnswerRequest) -> tuple[str, ...]:
        """Return the documents of the best chunks for the request's query, best first."""
        ...

    def best_similarity(self, question: str, collection: str) -> float:
        """Return the cosine of the chunk most similar to the question as it was asked."""
        ...


@dataclass(frozen=True, slots=True)
class StoredLookup:
    """The lookup in a real data folder."""

    catalog: Catalog
    index: ChunkIndex
    embedder: Embedder
    searcher: Searcher
    top_k: int

    def find_chunks(self, ids: Collection[str]) -> Mapping[str, Chunk]:
        return self.catalog.chunks(ids)

    def retrieve_documents(self, request: AnswerRequest) -> tuple[str, ...]:
        query = SearchQuery(rewrite_from_turns(request).query, request.collection, self.top_k)
        return tuple(dict.fromkeys(hit.chunk.document for hit in self.searcher.search(query)))

    def best_similarity(self, question: str, collection: str) -> float:
        vector = self.embedder.embed_query(question)
        found = self.index.search(collection, vector, limit=1, only=Filter())
        return found[0][1] if found else 0.0
