"""Opens a graph in onnxruntime; the only file that touches it."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbeddingModelError

# Runs the graph on named inputs, for the outputs of those names.
RunGraph = Callable[[Sequence[str], dict[str, NDArray[Any]]], list[NDArray[np.float32]]]


def open_session(graph: Path | bytes) -> RunGraph:
    """Return what runs the graph; several threads may call it at once."""
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415  # 0.2 s that `--help` does without

    options = onnxruntime.SessionOptions()
    # One for each call: callers run several at once, which keeps processors busier than sharing each call.
    options.intra_op_num_threads = 1
    # Only errors: it warns of constants that it folds.
    options.log_severity_level = 3
    source = graph if isinstance(graph, bytes) else str(graph)
    try:
        session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except (RuntimeError, ValueError) as exc:
        raise EmbeddingModelError(f"the graph of the embedding model cannot be run: {exc}") from exc

    def run(outputs: Sequence[str], inputs: dict[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        return list(session.run(list(outputs), inputs))

    return run


def count_processors() -> int:
    """How many processors this process may use; not every system tells, and then all there are."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
