"""From the states of word pieces to the vector of a text; pure functions."""

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors


def mean_vectors(states: Vectors, mask: NDArray[np.int32]) -> Vectors:
    """Return unit vectors of shape (b, dimension) for states (b, n, dimension) and a mask (b, n)."""
    inside = mask.astype(np.float32)
    return unit_vectors((states * inside[..., None]).sum(axis=1) / inside.sum(axis=1, keepdims=True))


def unit_vectors(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return unit
