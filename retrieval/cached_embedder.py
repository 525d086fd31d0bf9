"""Remembers the vectors of texts embedded lately: sentences and words come back question after question."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from retrieval.embedder import Embedder, TokenVectors, Vectors

# In word pieces: each holds two times 384 half-precision numbers, so that this many are 154 MB.
CAPACITY = 100_000
# What a text costs beside its pieces' vectors, in the same measure: its own vector and its entry.
ENTRY = 3


class CachedEmbedder:
    """An `Embedder` in front of another, safe to share between threads; the least recently used go first."""

    def __init__(self, embedder: Embedder, *, capacity: int = CAPACITY) -> None:
        self._embedder = embedder
        self._capacity = capacity
        self._kept: OrderedDict[str, TokenVectors] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def count_tokens(self, text: str) -> int:
        return self._embedder.count_tokens(text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # By way of the word pieces, which cost nothing more: whoever wants a sentence often wants its words.
        return np.stack([found.whole for found in self.embed_tokens(texts)])

    def embed_query(self, text: str) -> Vectors:
        return self._embedder.embed_query(text)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        known = self._recall(texts)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            found = dict(zip(new, self._embedder.embed_tokens(new), strict=True))
            self._remember(found)
            known |= found
        return [known[text] for text in texts]

    def _recall(self, texts: Sequence[str]) -> dict[str, TokenVectors]:
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
            for text in known:
                self._kept.move_to_end(text)
        return known

    def _remember(self, found: dict[str, TokenVectors]) -> None:
        with self._lock:
            for text, vectors in found.items():
                # Another thread may have been here first.
                if text not in self._kept:
                    self._kept[text] = vectors
                    self._size += _cost(vectors)
            while self._size > self._capacity:
                _, dropped = self._kept.popitem(last=False)
                self._size -= _cost(dropped)


def _cost(vectors: TokenVectors) -> int:
    return ENTRY + len(vectors.spans)
