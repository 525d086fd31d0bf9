"""Random weights of the tagger's shape, small enough to compute with in a test."""

from pathlib import Path

import numpy as np

from retrieval.embedder import Vectors
from verify.grounding.tagging.layout import GROUPS, KINDS
from verify.grounding.tagging.weights import save_weights

HEADS, LAYERS = 4, 2


def make_arrays(width: int) -> dict[str, Vectors]:
    chance = np.random.default_rng(5)
    shapes = {"token_head": (1, width), "claim_head": (1, 2 * width)}
    for layer in range(LAYERS):
        shapes |= {
            f"{layer}.mapping": (3 * width, width),
            f"{layer}.output": (width, width),
            f"{layer}.inner": (4 * width, width),
            f"{layer}.outer": (width, 4 * width),
        }
    arrays: dict[str, Vectors] = {}
    for name, shape in shapes.items():
        arrays[f"{name}.weight"] = chance.normal(0, 0.2, shape).astype(np.float32)
        arrays[f"{name}.bias"] = chance.normal(0, 0.1, shape[0]).astype(np.float32)
    for layer in range(LAYERS):
        for norm in ("middle_norm", "last_norm"):
            arrays[f"{layer}.{norm}.weight"] = np.ones(width, np.float32)
            arrays[f"{layer}.{norm}.bias"] = np.zeros(width, np.float32)
    arrays["kinds"] = chance.normal(0, 0.3, (KINDS, width)).astype(np.float32)
    arrays["groups"] = chance.normal(0, 0.3, (GROUPS, width)).astype(np.float32)
    return arrays


def write_weights(folder: Path, *, base: str, width: int) -> Path:
    file = folder / "tagger.npz"
    save_weights(file, make_arrays(width), base=base, heads=HEADS, epsilon=1e-12)
    return file
