"""The tagger's weights as they ship: whole numbers of eight bits, with one scale per row of a matrix."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors

# The largest whole number that a weight becomes.
STEPS = 127
_SCALE = ".scale"


@dataclass(frozen=True, slots=True)
class Linear:
    """`weight` has shape (inputs, outputs)."""

    weight: Vectors
    bias: Vectors

    def __call__(self, states: Vectors) -> Vectors:
        mapped: Vectors = states @ self.weight
        mapped += self.bias
        return mapped


@dataclass(frozen=True, slots=True)
class Norm:
    weight: Vectors
    bias: Vectors


@dataclass(frozen=True, slots=True)
class Layer:
    """One transformer layer, its three attention maps side by side in `mapping`."""

    mapping: Linear
    output: Linear
    middle_norm: Norm
    inner: Linear
    outer: Linear
    last_norm: Norm


@dataclass(frozen=True, slots=True)
class Weights:
    """`base` is the fingerprint of the embedding model whose middle states the layers read."""

    base: str
    heads: int
    epsilon: float
    kinds: Vectors
    groups: Vectors
    layers: tuple[Layer, ...]
    token_head: Linear
    claim_head: Linear


def save_weights(file: Path, arrays: Mapping[str, Vectors], *, base: str, heads: int, epsilon: float) -> None:
    """Write named arrays; matrices as whole numbers with a scale per row, vectors in half precision."""
    kept: dict[str, NDArray[np.generic]] = {
        "base": np.array(base), "heads": np.array(heads), "epsilon": np.array(epsilon)
    }  # fmt: skip
    for name, array in arrays.items():
        if array.ndim == 1:
            kept[name] = array.astype(np.float16)
            continue
        scale = np.maximum(np.abs(array).max(axis=1, keepdims=True), 1e-8) / STEPS
        kept[name] = np.rint(array / scale).astype(np.int8)
        kept[name + _SCALE] = scale.astype(np.float32)
    np.savez(file, **kept)  # type: ignore[arg-type]  # its stubs take the names for other options


def load_weights(file: Path) -> Weights:
    with np.load(file, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}

    def read(name: str) -> Vectors:
        scale = arrays.get(name + _SCALE, np.float32(1))
        found: Vectors = arrays[name].astype(np.float32) * scale
        return found

    def linear(name: str) -> Linear:
        return Linear(np.ascontiguousarray(read(f"{name}.weight").T), read(f"{name}.bias"))

    def norm(name: str) -> Norm:
        return Norm(read(f"{name}.weight"), read(f"{name}.bias"))

    count = sum(name.endswith(".inner.bias") for name in arrays)
    return Weights(
        base=str(arrays["base"]),
        heads=int(arrays["heads"]),
        epsilon=float(arrays["epsilon"]),
        kinds=read("kinds"),
        groups=read("groups"),
        layers=tuple(
            Layer(
                mapping=linear(f"{number}.mapping"),
                output=linear(f"{number}.output"),
                middle_norm=norm(f"{number}.middle_norm"),
                inner=linear(f"{number}.inner"),
                outer=linear(f"{number}.outer"),
                last_norm=norm(f"{number}.last_norm"),
            )
            for number in range(count)
        ),
        token_head=linear("token_head"),
        claim_head=linear("claim_head"),
    )
