"""Measures what the float model computes for the calibration texts, and builds the 8-bit graph by that."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from retrieval.encoder_weights import read_encoder
from retrieval.graph_export import MASK, PIECES, InputRange, build_float_graph, build_graph
from retrieval.graph_session import RunGraph, open_session
from retrieval.tokenising import open_tokenizer

TEXTS = Path(__file__).parent / "calibration.txt"


def build_calibrated_graph(folder: Path, *, tokenizer: Path, limit: int) -> bytes:
    """Return the model's graph; raises EmbeddingModelError for a model that no graph can be built of."""
    encoder = read_encoder(folder)
    floats, products = build_float_graph(encoder)
    cutter = open_tokenizer(tokenizer, limit=limit)
    run = open_session(floats)
    ranges: dict[str, InputRange] = {}
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        for product, seen in _measure(run, products, cutter.encode(line).ids).items():
            ranges[product] = ranges[product].joined(seen) if product in ranges else seen
    return build_graph(encoder, ranges)


def _measure(run: RunGraph, products: Mapping[str, str], pieces: list[int]) -> dict[str, InputRange]:
    ids = np.array([pieces], dtype=np.int64)
    found = run(list(products.values()), {PIECES: ids, MASK: np.ones(ids.shape, dtype=np.int32)})
    return {name: InputRange.of(values) for name, values in zip(products, found, strict=True)}
