"""Runs the tagger's layers, one segment after another: evidence, question, claim by claim.

A segment sees all that was read before it and itself, so that no mask is needed, what was read can be kept,
and the shapes of a claim's computation depend on nothing that follows it.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.embedder import Vectors
from verify.grounding.tagging.weights import Layer, Norm, Weights

_SQRT_2_OVER_PI = 0.7978845608


class Memory:
    """Keys and values of what was read so far, per layer (heads, capacity, width / heads)."""

    def __init__(self, weights: Weights, capacity: int) -> None:
        width = weights.kinds.shape[1]
        shape = (len(weights.layers), 2, weights.heads, capacity, width // weights.heads)
        self._kept = np.empty(shape, dtype=np.float32)
        self.length = 0

    def continued(self, capacity: int) -> "Memory":
        """Return a copy with room for so many more word pieces."""
        layers, parts, heads, _, size = self._kept.shape
        copy = Memory.__new__(Memory)
        copy._kept = np.empty((layers, parts, heads, self.length + capacity, size), dtype=np.float32)
        copy._kept[:, :, :, : self.length] = self._kept[:, :, :, : self.length]
        copy.length = self.length
        return copy

    def add(self, layer: int, keys: Vectors, values: Vectors) -> tuple[Vectors, Vectors]:
        """Keep a segment's keys and values after what is there; return all of them."""
        end = self.length + keys.shape[1]
        kept = self._kept[layer]
        kept[0, :, self.length : end] = keys
        kept[1, :, self.length : end] = values
        return kept[0, :, :end], kept[1, :, :end]


@dataclass(frozen=True, slots=True)
class Network:
    weights: Weights

    def read(self, states: Vectors, kinds: Vectors, groups: Vectors, memory: Memory) -> Vectors:
        """Return the states of a segment (pieces, width) after all layers, and keep it in the memory."""
        known: Vectors = states + self.weights.kinds[kinds] + self.weights.groups[groups]
        for number, layer in enumerate(self.weights.layers):
            known = self._apply(layer, number, known, memory)
        memory.length += len(states)
        return known

    def _apply(self, layer: Layer, number: int, states: Vectors, memory: Memory) -> Vectors:
        count, width = states.shape
        mapped = layer.mapping(states).reshape(count, 3, self.weights.heads, -1)
        queries, keys, values = mapped.transpose(1, 2, 0, 3)
        all_keys, all_values = memory.add(number, keys, values)
        told = _attend(queries, all_keys, all_values).transpose(1, 0, 2).reshape(count, width)
        middle = self._normalise(layer.output(told) + states, layer.middle_norm)
        return self._normalise(layer.outer(_gelu(layer.inner(middle))) + middle, layer.last_norm)

    def _normalise(self, states: Vectors, norm: Norm) -> Vectors:
        centred = states - states.mean(axis=1, keepdims=True)
        variance = np.square(centred).mean(axis=1, keepdims=True)
        found: Vectors = centred / np.sqrt(variance + self.weights.epsilon) * norm.weight + norm.bias
        return found


def _attend(queries: Vectors, keys: Vectors, values: Vectors) -> Vectors:
    """Scaled dot-product attention; all of shape (heads, pieces, width / heads)."""
    weights = (queries * np.float32(queries.shape[2] ** -0.5)) @ keys.transpose(0, 2, 1)
    weights -= weights.max(axis=2, keepdims=True)
    np.exp(weights, out=weights)
    told: Vectors = weights @ values / weights.sum(axis=2, keepdims=True)
    return told


def _gelu(states: Vectors) -> Vectors:
    """The tangent form of Hendrycks and Gimpel 2016, within 0.001 of the exact one it was trained with."""
    found: Vectors = np.square(states)
    found *= 0.044715 * _SQRT_2_OVER_PI
    found += _SQRT_2_OVER_PI
    found *= states
    np.tanh(found, out=found)
    found += 1
    found *= states
    found *= 0.5
    return found
