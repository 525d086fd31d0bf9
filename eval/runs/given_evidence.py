"""The contexts that a case brings along, in the place of what search would find."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.chunk import Chunk, RetrievedChunk, SearchQuery
from retrieval.embedder import Embedder

# What the contexts of a case are filed under where a chunk needs a source.
SOURCE = "case"


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """Finds every context of one case, in its order; whoever gave them found them relevant."""

    contexts: Sequence[str]
    embedder: Embedder

    def search(self, query: SearchQuery) -> list[RetrievedChunk]:
        texts = [(number, text) for number, text in enumerate(self.contexts) if text.strip()]
        if not texts:
            return []
        asked = self.embedder.embed_query(query.text)
        vectors = self.embedder.embed_documents([text for _, text in texts])
        return [
            RetrievedChunk(
                _make_chunk(text, number=number, collection=query.collection),
                score=1 / (1 + number),
                similarity=float(vector @ asked),
                relevance=1.0,
            )
            for (number, text), vector in zip(texts, vectors, strict=True)
        ]


def _make_chunk(text: str, *, number: int, collection: str) -> Chunk:
    name = f"context {number + 1}"
    return Chunk(name, collection, SOURCE, name, name, 0, text, 0, len(text), title="")
