"""Runs the built graph: batches of texts of like length, pooled to vectors."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from retrieval.embedder import TokenVectors, Vectors
from retrieval.graph_export import LAST, MASK, MIDDLE, PIECES
from retrieval.graph_session import open_session
from retrieval.pooling import mean_vectors, unit_vectors
from retrieval.tokenising import count_pieces, encodable, open_tokenizer

# A text's vector is the same in any company: it is padded by its own length only, to a multiple of
# this many word pieces, and the graph's whole-number products come out the same in any shape.
LENGTH_STEP = 8
# Word pieces in one batch: more rows gain nothing once a batch leaves the processor's cache.
BATCH_TOKENS = 256


class GraphEmbedder:
    """An `Embedder` on the graph that `embeddings.py` has checked; safe to share between threads.

    The vectors have a cosine of at least 0.99 with those of the plain library (`docs/benchmarks.md`).
    """

    def __init__(self, graph: Path, *, fingerprint: str, limit: int) -> None:
        self.fingerprint = fingerprint
        self._tokenizer = open_tokenizer(graph / "tokenizer.json", limit=limit)
        self._counter = open_tokenizer(graph / "tokenizer.json", limit=None)
        self._run_graph = open_session(graph / "graph.onnx")
        self.dimension = len(self.embed_query(""))

    def count_tokens(self, text: str) -> int:
        return count_pieces(self._counter, text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for positions, mask, (last,) in self._run(texts, outputs=(LAST,)):
            vectors[positions] = mean_vectors(last, mask)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        ((_, mask, (last,)),) = self._run([text], outputs=(LAST,))
        vector: Vectors = mean_vectors(last, mask)[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        read = self._tokenizer.encode_batch(encodable(texts))
        found: dict[int, TokenVectors] = {}
        for positions, mask, (last, middle) in self._run(texts, outputs=(LAST, MIDDLE)):
            for row, (position, whole) in enumerate(zip(positions, mean_vectors(last, mask), strict=True)):
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

    def _run(
        self, texts: Sequence[str], *, outputs: Sequence[str]
    ) -> Iterable[tuple[list[int], Vectors, list[Vectors]]]:
        """Yield (positions, mask of shape (b, n), outputs of shape (b, n, dimension))."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(encodable(texts))]
        for positions, length in _batches([len(ids) for ids in pieces]):
            ids = np.zeros((len(positions), length), dtype=np.int64)
            mask = np.zeros(ids.shape, dtype=np.int32)
            for row, position in enumerate(positions):
                ids[row, : len(pieces[position])] = pieces[position]
                mask[row, : len(pieces[position])] = 1
            yield positions, mask.astype(np.float32), self._run_graph(outputs, {PIECES: ids, MASK: mask})


def _batches(lengths: Sequence[int]) -> Iterable[tuple[list[int], int]]:
    """Group positions of equal padded length; yield them with that length."""
    groups: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        groups.setdefault(_padded(length), []).append(position)
    for length, positions in sorted(groups.items()):
        rows = max(1, BATCH_TOKENS // length)
        for begin in range(0, len(positions), rows):
            yield positions[begin : begin + rows], length


def _padded(length: int) -> int:
    return -(-max(length, 1) // LENGTH_STEP) * LENGTH_STEP
