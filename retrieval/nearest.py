"""The dense half of the search: the visible chunks nearest to a query's vector.

Chroma is fast without conditions, and with one it looks at every chunk's. So it is asked for more than are
wanted, and the catalog says which of them are visible; what comes out is what filtering first would give.
"""

from dataclasses import dataclass

from retrieval.chunk import Filter
from retrieval.embedder import Vectors
from retrieval.index import ChunkIndex
from retrieval.visible import VisibleChunks

OVERSAMPLING = 4
# Wider than this, the other ways below are tried.
WIDEST = 512
# So many vectors are compared one by one rather than asking Chroma with a condition, which reads all of them.
FEW = 500


@dataclass(frozen=True, slots=True)
class NearestChunks:
    index: ChunkIndex
    collection: str
    only: Filter
    visible: VisibleChunks

    def find(self, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        """Return ids with their similarity, best first: `limit` of them unless fewer are visible."""
        width = OVERSAMPLING * limit
        while width <= max(WIDEST, OVERSAMPLING * limit):
            found = self.index.search_all(self.collection, vector, limit=width)
            seen = self.visible.among([key for key, _ in found])
            if len(seen) >= limit:
                return [pair for pair in found if pair[0] in seen][:limit]
            # How wide it must be if the next ones are visible as often; half as much again for luck.
            needed = width * limit * 1.5 / max(len(seen), 1)
            if len(found) < width or needed > WIDEST:
                break
            width = max(int(needed), 2 * width)
        return self._find_among_visible(vector, limit=limit)

    def _find_among_visible(self, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        few = self.visible.find_few(max(FEW, limit))
        if few is None:
            return self.index.search(self.collection, vector, limit=limit, only=self.only)
        found = self.index.similarities(self.collection, few, vector)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
