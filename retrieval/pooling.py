"""From the states of word pieces to the vector of a text; pure functions."""

import numpy as np

from retrieval.embedder import Vectors


def mean_vectors(states: Vectors, mask: Vectors) -> Vectors:
    """Return unit vectors of shape (b, dimension) for states (b, n, dimension) and a mask (b, n)."""
    return unit_vectors((states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))


def unit_vectors(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return unit
