"""Turns trained weights into the artefact that ships: `python -m eval.training.tagger.export WEIGHTS`."""

import argparse
from pathlib import Path

import torch
from torch import Tensor

from retrieval.embedder import Vectors
from verify.grounding.tagging.tagger import ARTEFACT
from verify.grounding.tagging.weights import save_weights

# What a part is called where it ships, and in the library that trains it.
PARTS = {
    "output": "attention.output.dense",
    "middle_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "last_norm": "output.LayerNorm",
}
MAPS = ("query", "key", "value")


def name_arrays(state: dict[str, Tensor]) -> dict[str, Vectors]:
    """Return the arrays under the names that `load_weights` knows."""
    found = {"kinds": state["kinds.weight"], "groups": state["groups.weight"]}
    for kind in ("weight", "bias"):
        for head in ("token_head", "claim_head"):
            found[f"{head}.{kind}"] = state[f"{head}.{kind}"]
        for number in range(len({name.split(".")[1] for name in state if name.startswith("layers.")})):
            layer = f"layers.{number}"
            maps = [state[f"{layer}.attention.self.{name}.{kind}"] for name in MAPS]
            found[f"{number}.mapping.{kind}"] = torch.cat(maps)
            for part, name in PARTS.items():
                found[f"{number}.{part}.{kind}"] = state[f"{layer}.{name}.{kind}"]
    return {name: tensor.numpy() for name, tensor in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Export the tagger's weights.")
    parser.add_argument("weights", type=Path, help="what the training wrote")
    parser.add_argument("--out", type=Path, default=ARTEFACT, help="the artefact")
    options = parser.parse_args()
    trained = torch.load(options.weights, weights_only=True)
    save_weights(
        options.out,
        name_arrays(trained["state"]),
        base=trained["base"],
        heads=trained["heads"],
        epsilon=trained["epsilon"],
    )


if __name__ == "__main__":
    main()
