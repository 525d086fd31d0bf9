"""The port through which every room gets vectors; `embeddings.py` implements it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Text to vectors of unit length. A text's vector never depends on what else is in the batch."""

    @property
    def fingerprint(self) -> str:
        """Names the weights: two embedders with the same fingerprint give the same vectors."""
        ...

    @property
    def dimension(self) -> int: ...

    def count_tokens(self, text: str) -> int:
        """Return how many word pieces the text has, the model's own markers included."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Return an array of shape (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Return an array of shape (dimension,)."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> "list[TokenVectors]":
        """Return the contextual vector of every word piece of each text, for late interaction."""
        ...


class TokenVectors:
    """The word pieces of one text: half-open character `spans` and unit `vectors` of shape (n, dimension)."""

    __slots__ = ("spans", "vectors")

    def __init__(self, spans: Sequence[tuple[int, int]], vectors: Vectors) -> None:
        if len(spans) != len(vectors):
            raise ValueError(f"{len(spans)} spans for {len(vectors)} vectors")
        self.spans = tuple(spans)
        self.vectors = vectors
