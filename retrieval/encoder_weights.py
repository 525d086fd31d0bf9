"""Reads the weights of a BERT-type encoder from its folder; the only file that touches safetensors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors
from retrieval.errors import EmbeddingModelError

Weights = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Encoder:
    """The weights of a model folder and the few numbers that its graph needs."""

    weights: Weights
    layers: int
    heads: int
    epsilon: float

    def weight(self, name: str) -> Vectors:
        return self.weights[name].astype(np.float32)


def read_encoder(folder: Path) -> Encoder:
    """Read a sentence-transformers folder.

    Raises:
        EmbeddingModelError: it cannot be read, or is no BERT-type encoder with mean pooling.
    """
    from safetensors import SafetensorError  # noqa: PLC0415  # only a first start needs it
    from safetensors.numpy import load_file  # noqa: PLC0415  # as above

    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        pooling = json.loads((folder / "1_Pooling" / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "model.safetensors")
    except (OSError, ValueError, SafetensorError) as exc:
        raise EmbeddingModelError(f"cannot load the embedding model {folder}: {exc}") from exc
    if not _can_be_built(config) or not _is_mean(pooling):
        raise EmbeddingModelError(
            f"the embedding model {folder} is no BERT encoder with mean pooling, so no graph can be built: "
            "set PLUMBLINE_RETRIEVAL__RUNTIME=sentence-transformers"
        )
    return Encoder(
        {name.removeprefix("bert."): values for name, values in weights.items()},
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
    )


def _can_be_built(config: Mapping[str, object]) -> bool:
    absolute = config.get("position_embedding_type", "absolute") == "absolute"
    return config.get("model_type") == "bert" and config.get("hidden_act") == "gelu" and absolute


def _is_mean(pooling: Mapping[str, object]) -> bool:
    """Whether a text's vector is the mean of its word pieces'; older and newer files say it differently."""
    mode = pooling.get("pooling_mode")
    if mode is not None:
        return mode == "mean"
    on = [name for name, value in pooling.items() if name.startswith("pooling_mode_") and value is True]
    return on == ["pooling_mode_mean_tokens"]
