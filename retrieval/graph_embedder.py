"""Runs the built graph: batches of texts of like length, pooled to vectors."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import TokenVectors, Vectors
from retrieval.graph_export import LAST, MASK, MIDDLE, PIECES
from retrieval.graph_session import count_processors, open_session
from retrieval.pooling import mean_vectors, unit_vectors
from retrieval.tokenising import count_pieces, encodable, open_tokenizer

Result = TypeVar("Result")

# A text's vector is the same in any company: it is padded by its own length only, to a multiple of
# this many word pieces, and the graph's whole-number products come out the same in any shape.
LENGTH_STEP = 8
# Single words have no more, and hundreds of them are embedded for a question.
WORD_LENGTH = 4
# Word pieces in one batch: more gain nothing here, and fewer leave short texts in small batches.
BATCH_TOKENS = 1024


class GraphEmbedder:
    """An `Embedder` on the graph that `embeddings.py` has checked; safe to share between threads.

    The vectors have a cosine of at least 0.99 with those of the plain library (`docs/benchmarks.md`).
    """

    def __init__(self, graph: Path, *, fingerprint: str, limit: int) -> None:
        self.fingerprint = fingerprint
        self._tokenizer = open_tokenizer(graph / "tokenizer.json", limit=limit)
        self._counter = open_tokenizer(graph / "tokenizer.json", limit=None)
        self._run_graph = open_session(graph / "graph.onnx")
        self._workers = ThreadPoolExecutor(count_processors(), thread_name_prefix="graph")
        self.dimension = len(self.embed_query(""))

    def count_tokens(self, text: str) -> int:
        return count_pieces(self._counter, text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for batch, found in self._map(texts, self._pool):
            vectors[batch.positions] = found
        return vectors

    def embed_query(self, text: str) -> Vectors:
        (batch,) = self._batches([text])
        vector: Vectors = self._pool(batch)[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        read = self._tokenizer.encode_batch(encodable(texts))
        found: dict[int, TokenVectors] = {}
        for batch, (last, middle) in self._map(texts, lambda one: self._compute(one, LAST, MIDDLE)):
            wholes = mean_vectors(last, batch.mask)
            for row, (position, whole) in enumerate(zip(batch.positions, wholes, strict=True)):
                # The first and the last piece are the model's own markers, not text.
                spans, pieces = read[position].offsets[1:-1], read[position].ids[1:-1]
                inside = slice(1, 1 + len(spans))
                found[position] = TokenVectors(
                    spans,
                    pieces,
                    vectors=unit_vectors(last[row, inside]),
                    middle=middle[row, inside],
                    whole=whole,
                )
        return [found[position] for position in range(len(texts))]

    def _pool(self, batch: "_Batch") -> Vectors:
        (last,) = self._compute(batch, LAST)
        return mean_vectors(last, batch.mask)

    def _compute(self, batch: "_Batch", *outputs: str) -> list[Vectors]:
        """Return the outputs, each of shape (b, n, dimension)."""
        return self._run_graph(outputs, {PIECES: batch.pieces, MASK: batch.mask})

    def _map(
        self, texts: Sequence[str], work: Callable[["_Batch"], Result]
    ) -> Iterable[tuple["_Batch", Result]]:
        """Yield the batches of the texts with what `work` makes of each, on all processors at once."""
        batches = list(self._batches(texts))
        if len(batches) == 1:
            return [(batches[0], work(batches[0]))]
        return zip(batches, self._workers.map(work, batches), strict=True)

    def _batches(self, texts: Sequence[str]) -> Iterator["_Batch"]:
        read = [encoding.ids for encoding in self._tokenizer.encode_batch(encodable(texts))]
        for positions, length in _groups([len(ids) for ids in read]):
            pieces = np.zeros((len(positions), length), dtype=np.int64)
            mask = np.zeros(pieces.shape, dtype=np.int32)
            for row, position in enumerate(positions):
                pieces[row, : len(read[position])] = read[position]
                mask[row, : len(read[position])] = 1
            yield _Batch(positions, pieces, mask)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Texts by their positions; `pieces` and `mask` have the shape (b, n)."""

    positions: list[int]
    pieces: NDArray[np.int64]
    mask: NDArray[np.int32]


def _groups(lengths: Sequence[int]) -> Iterable[tuple[list[int], int]]:
    """Group positions of equal padded length; yield them with that length."""
    groups: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        groups.setdefault(_padded(length), []).append(position)
    for length, positions in sorted(groups.items()):
        rows = max(1, BATCH_TOKENS // length)
        for begin in range(0, len(positions), rows):
            yield positions[begin : begin + rows], length


def _padded(length: int) -> int:
    if length <= WORD_LENGTH:
        return WORD_LENGTH
    return -(-max(length, 1) // LENGTH_STEP) * LENGTH_STEP
