"""Runs the tagger's layers over segments: the evidence, and after it question and claims.

A segment sees all that was read before it and itself, so that no mask is needed, what was read can be kept,
and the shapes of a claim's computation depend on nothing that follows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.embedder import Vectors
from verify.grounding.tagging.weights import Norm, Weights
from verify.grounding.verdict import Span

# A row goes through the maps this many word pieces at a time, the last ones filled up: so shapes depend on
# nothing that follows, and the weights are fetched from memory once for several claims.
TILE = 64
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
        """Put keys and values after what is there, until the layers are through; return all of them."""
        end = self.length + keys.shape[1]
        kept = self._kept[layer]
        kept[0, :, self.length : end] = keys
        kept[1, :, self.length : end] = values
        return kept[0, :, :end], kept[1, :, :end]


@dataclass(frozen=True, slots=True)
class Network:
    weights: Weights

    def read(self, states: Vectors, kinds: Vectors, groups: Vectors, memory: Memory) -> Vectors:
        """Return the states of one segment (pieces, width) after all layers, and keep it in the memory."""
        return self._read(states + self._places(kinds, groups), [(0, len(states))], memory)

    def read_row(
        self, states: Vectors, kinds: Vectors, groups: Vectors, memory: Memory, *, bounds: Sequence[Span]
    ) -> Vectors:
        """Do the same with several segments, which stand at `bounds` one after another."""
        filled = np.zeros((-(-len(states) // TILE), TILE, states.shape[1]), dtype=np.float32)
        filled.reshape(-1, states.shape[1])[: len(states)] = states + self._places(kinds, groups)
        return self._read(filled, bounds, memory)

    def _places(self, kinds: Vectors, groups: Vectors) -> Vectors:
        found: Vectors = self.weights.kinds[kinds] + self.weights.groups[groups]
        return found

    def _read(self, states: Vectors, bounds: Sequence[Span], memory: Memory) -> Vectors:
        """`states` has shape (pieces, width) or (tiles, pieces, width)."""
        for number, layer in enumerate(self.weights.layers):
            told = self._attend(layer.mapping(states), number, bounds, memory)
            middle = self._normalise(layer.output(told) + states, layer.middle_norm)
            states = self._normalise(layer.outer(_gelu(layer.inner(middle))) + middle, layer.last_norm)
        count = bounds[-1][1]
        memory.length += count
        return states.reshape(-1, states.shape[-1])[:count]

    def _attend(self, mapped: Vectors, layer: int, bounds: Sequence[Span], memory: Memory) -> Vectors:
        """Return what each segment is told by all before it and itself, in the shape of the states."""
        count, width = bounds[-1][1], mapped.shape[-1] // 3
        parts = mapped.reshape(-1, 3, self.weights.heads, width // self.weights.heads)[:count]
        queries, keys, values = parts.transpose(1, 2, 0, 3)
        all_keys, all_values = memory.add(layer, keys, values)
        told = np.zeros((*mapped.shape[:-1], width), dtype=np.float32)
        by_head = told.reshape(-1, self.weights.heads, width // self.weights.heads)
        for first, last in bounds:
            end = memory.length + last
            found = _attend(queries[:, first:last], all_keys[:, :end], all_values[:, :end])
            by_head[first:last] = found.transpose(1, 0, 2)
        return told

    def _normalise(self, states: Vectors, norm: Norm) -> Vectors:
        centred = states - states.mean(axis=-1, keepdims=True)
        variance = np.square(centred).mean(axis=-1, keepdims=True)
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
