"""A cross-encoder of sentence-transformers from a local folder as `Reranker`."""

import threading
import warnings
from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import RerankerModelError
from retrieval.tokenising import encodable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# Word pieces of query and chunk together; a model with a narrower window says so in its settings.
MOST_PIECES = 512


class CrossEncoderReranker:
    """Runs on the CPU; threads may share one."""

    def __init__(self, folder: Path) -> None:
        self._model = _load(folder)
        self._busy = threading.Lock()

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        (asked,) = encodable([query])
        pairs = [(asked, text) for text in encodable(texts)]
        with self._busy:
            # One at a time: padding to the longest of a batch changes the last digits, and so the order.
            found = [self._model.predict([pair], show_progress_bar=False) for pair in pairs]
        return [float(score[0]) for score in found]


def _load(folder: Path) -> "CrossEncoder":
    if not (folder / "config.json").is_file():
        raise RerankerModelError(f"no reranker at {folder}: give the folder of a cross-encoder")
    # As the embedding model: a progress bar for each tensor would stand between the lines of ours.
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        from safetensors import SafetensorError  # noqa: PLC0415  # importing these takes seconds
        from sentence_transformers import CrossEncoder  # noqa: PLC0415  # as above

        try:
            model: CrossEncoder = CrossEncoder(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as exc:
            raise RerankerModelError(f"cannot load the reranker {folder}: {exc}") from exc
    if model.num_labels != 1:
        raise RerankerModelError(
            f"the reranker {folder} has {model.num_labels} outputs: one is needed, the relevance"
        )
    model.max_seq_length = min(model.max_seq_length or MOST_PIECES, MOST_PIECES)
    return model
