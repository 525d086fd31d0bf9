"""The plain sentence-transformers library as an `Embedder`; the only file that touches it."""

import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retrieval.embedder import MIDDLE_LAYER, TokenVectors, Vectors
from retrieval.errors import EmbeddingModelError
from retrieval.pooling import unit_vectors
from retrieval.tokenising import count_pieces, encodable, open_tokenizer

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer


class SentenceTransformerEmbedder:
    """The plain library: slower, but takes every model that sentence-transformers takes."""

    def __init__(self, folder: Path, *, fingerprint: str, limit: int) -> None:
        self.fingerprint = fingerprint
        self._encoder = _load(folder)
        self._encoder.max_seq_length = min(self._encoder.max_seq_length or limit, limit)
        self.dimension = int(self._encoder.get_embedding_dimension() or 0)
        self._counter = open_tokenizer(folder / "tokenizer.json", limit=None)

    def count_tokens(self, text: str) -> int:
        return count_pieces(self._counter, text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        found = self._encoder.encode(encodable(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_documents([text])[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        if not texts:
            return []
        wholes = self.embed_documents(texts)
        return [self._read(text, whole) for text, whole in zip(encodable(texts), wholes, strict=True)]

    def _read(self, text: str, whole: Vectors) -> TokenVectors:
        """Run the transformer on one text, which its neighbours in a batch then cannot change."""
        import torch  # noqa: PLC0415  # takes seconds, and asking with the graph does without

        read = self._encoder.tokenizer(
            text,
            truncation=True,
            return_offsets_mapping=True,
            return_tensors="pt",
            return_token_type_ids=False,
        )
        spans = [(start, end) for start, end in read.pop("offset_mapping")[0, 1:-1].tolist()]
        with torch.inference_mode():
            encoder: Any = self._encoder[0]
            found = encoder.auto_model(**read, output_hidden_states=True)
        last, middle = (
            np.asarray(states[0, 1:-1], np.float32)
            for states in (found.last_hidden_state, _middle_of(found.hidden_states))
        )
        pieces = read["input_ids"][0, 1:-1].tolist()
        return TokenVectors(spans, pieces, vectors=unit_vectors(last), middle=middle, whole=whole)


def _middle_of(states: "Sequence[torch.Tensor]") -> "torch.Tensor":
    """Return the middle layer's states, of those of the input and each layer; a shorter model's last ones."""
    return states[min(MIDDLE_LAYER, len(states) - 1)]


def _load(folder: Path) -> "SentenceTransformer":
    # Its weight loader draws a progress bar for each of the 103 tensors; ours is drawn over documents.
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        from safetensors import SafetensorError  # noqa: PLC0415  # importing these takes seconds
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # as above

        try:
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as exc:
            raise EmbeddingModelError(f"cannot load the embedding model {folder}: {exc}") from exc
