"""Orders found chunks anew by a model that reads query and chunk together, when one is set."""

from collections.abc import Sequence
from typing import Protocol

from retrieval.chunk import Chunk


class Reranker(Protocol):
    """How well each text answers the query: higher is better. A score never depends on the other texts."""

    def score(self, query: str, texts: Sequence[str]) -> list[float]: ...


def rerank(reranker: Reranker, query: str, found: Sequence[tuple[Chunk, float]]) -> list[tuple[Chunk, float]]:
    """Return the chunks with the reranker's scores, best first; equal ones stay in the order found."""
    chunks = [chunk for chunk, _ in found]
    scores = reranker.score(query, [chunk.embedded_text for chunk in chunks])
    return sorted(zip(chunks, scores, strict=True), key=lambda pair: -pair[1])
