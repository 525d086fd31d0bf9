"""The port through which every room gets vectors; `embeddings.py` implements it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
HalfVectors = NDArray[np.float16]

# The layer whose states are kept beside the last one's: half of the packaged model's six.
MIDDLE_LAYER = 3


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
    """The word pieces of a text: half-open character `spans`, numbers in the vocabulary (`pieces`), and unit
    `vectors` of shape (n, dimension), in half precision because many are kept.

    `middle` are the states after layer `MIDDLE_LAYER`, of the same shape, for models that read on from there.
    `whole` is the vector of the text, of shape (dimension,): the same as `embed_documents` gives.
    """

    __slots__ = ("middle", "pieces", "spans", "vectors", "whole")

    def __init__(
        self,
        spans: Sequence[tuple[int, int]],
        pieces: Sequence[int],
        *,
        vectors: Vectors,
        middle: Vectors,
        whole: Vectors,
    ) -> None:
        if not len(spans) == len(pieces) == len(vectors) == len(middle):
            raise ValueError(
                f"{len(spans)} spans and {len(pieces)} pieces for {len(vectors)} vectors "
                f"and {len(middle)} states"
            )
        self.spans = tuple(spans)
        self.pieces = np.asarray(pieces, dtype=np.int32)
        self.vectors: HalfVectors = vectors.astype(np.float16)
        self.middle: HalfVectors = middle.astype(np.float16)
        # A copy: a row of a large array would keep the whole array alive.
        self.whole = whole.copy()
