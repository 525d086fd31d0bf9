import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.embedder import Embedder
from retrieval.embeddings import (
    GRAPH_FILES,
    MAX_TOKENS,
    check_weights,
    locate_model,
    open_embedder,
    open_graph,
)
from retrieval.errors import EmbeddingModelError
from retrieval.pooling import unit_vectors
from retrieval.settings import RetrievalSettings

TEXTS = (
    "Refunds are paid within 30 days of the purchase.",
    "refund",
    "",
    "The annual plan costs $30 per seat; see https://example.com/prices.",
    "Zürich, 東京 and 🚀 are not in the training data.",
    "half \ud800 of a pair",
    "word " * 400,
)

ASK = """
import sys
from pathlib import Path
from retrieval.embeddings import open_embedder
from retrieval.pooling import unit_vectors
from retrieval.settings import RetrievalSettings
open_embedder(RetrievalSettings(), graphs=Path(sys.argv[1])).embed_query("How long do refunds take?")
heavy = ("torch", "transformers", "sentence_transformers", "onnx")
print([name for name in heavy if name in sys.modules])
"""


class TestWeights:
    def test_a_changed_byte_is_refused(self, tmp_path: Path) -> None:
        expected = "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c"
        file = tmp_path / "model.safetensors"
        file.write_bytes(b"weights")
        check_weights(file, expected)
        file.write_bytes(b"weightz")

        with pytest.raises(
            EmbeddingModelError, match=rf"model\.safetensors have SHA-256 .* expected {expected}"
        ):
            check_weights(file, expected)

    def test_the_packaged_model_is_the_official_one(self) -> None:
        assert (locate_model("all-MiniLM-L6-v2") / "tokenizer.json").is_file()

    @pytest.mark.parametrize("name", ["no-such-model", "/no/such/folder", ""])
    def test_a_model_that_is_not_there_is_refused(self, name: str) -> None:
        with pytest.raises(EmbeddingModelError, match="no embedding model at"):
            locate_model(name)

    @pytest.mark.integration
    def test_weights_that_cannot_be_read_are_refused(self, tmp_path: Path) -> None:
        folder = _copy_model(tmp_path)
        (folder / "model.safetensors").write_bytes(b"no weights")

        with pytest.raises(EmbeddingModelError, match="cannot load the embedding model"):
            open_embedder(RetrievalSettings(embedding_model=str(folder)), graphs=tmp_path / "graphs")

    @pytest.mark.integration
    def test_a_model_that_the_graph_would_compute_wrongly_is_refused(self, tmp_path: Path) -> None:
        folder = _copy_model(tmp_path)
        pooling = folder / "1_Pooling" / "config.json"
        changed = json.loads(pooling.read_text()) | {
            "pooling_mode_mean_tokens": False,
            "pooling_mode_cls_token": True,
        }
        pooling.write_text(json.dumps(changed))

        with pytest.raises(EmbeddingModelError, match="RUNTIME=sentence-transformers"):
            open_embedder(RetrievalSettings(embedding_model=str(folder)), graphs=tmp_path / "graphs")


@pytest.mark.integration
class TestGraph:
    def test_it_gives_the_vectors_of_the_plain_library(self, embedder: Embedder, plain: Embedder) -> None:
        cosines = (embedder.embed_documents(TEXTS) * plain.embed_documents(TEXTS)).sum(axis=1)

        assert cosines.min() >= 0.99

    def test_it_gives_the_word_pieces_of_the_plain_library(self, embedder: Embedder, plain: Embedder) -> None:
        for ours, theirs in zip(embedder.embed_tokens(TEXTS), plain.embed_tokens(TEXTS), strict=True):
            assert ours.spans == theirs.spans
            assert np.array_equal(ours.pieces, theirs.pieces)
            assert ours.middle.shape == theirs.middle.shape == ours.vectors.shape
            for one, other in ((ours.vectors, theirs.vectors), (ours.middle, theirs.middle)):
                alike = [unit_vectors(half.astype(np.float32)) for half in (one, other)]
                assert np.prod(alike, axis=0).sum(axis=1).min(initial=1) >= 0.99

    def test_middle_states_are_other_ones_than_the_last(self, embedder: Embedder) -> None:
        (found,) = embedder.embed_tokens(["The annual plan costs 40 euros."])

        assert np.abs(found.middle - found.vectors).max() > 0.2

    def test_word_pieces_come_with_the_vector_of_their_text(
        self, embedder: Embedder, plain: Embedder
    ) -> None:
        for one in (embedder, plain):
            wholes = [found.whole for found in one.embed_tokens(TEXTS)]
            assert np.allclose(wholes, one.embed_documents(TEXTS), atol=1e-6)

    def test_both_agree_on_everything_else(self, embedder: Embedder, plain: Embedder) -> None:
        assert embedder.fingerprint == plain.fingerprint
        assert embedder.dimension == plain.dimension == 384
        assert [embedder.count_tokens(text) for text in TEXTS] == [plain.count_tokens(text) for text in TEXTS]
        assert embedder.count_tokens("plan") == 3

    def test_vectors_have_unit_length(self, embedder: Embedder) -> None:
        assert np.linalg.norm(embedder.embed_documents(TEXTS), axis=1) == pytest.approx(1.0, abs=1e-5)
        assert embedder.embed_query("refund").shape == (384,)
        assert embedder.embed_documents([]).shape == (0, 384)
        assert embedder.embed_tokens([]) == []

    def test_every_word_piece_lies_where_its_span_says(self, embedder: Embedder) -> None:
        text = "Refunds cost $30."
        (found,) = embedder.embed_tokens([text])

        assert [text[start:end] for start, end in found.spans] == ["Ref", "unds", "cost", "$", "30", "."]

    def test_text_beyond_the_window_is_counted_but_cut(self, embedder: Embedder) -> None:
        assert embedder.count_tokens("word " * 400) == 402
        assert len(embedder.embed_tokens(["word " * 400])[0].spans) == MAX_TOKENS - 2

    @settings(max_examples=25, deadline=None)
    @given(
        mates=st.lists(st.sampled_from(TEXTS) | st.text(max_size=300), max_size=40), place=st.integers(0, 40)
    )
    def test_a_vector_does_not_depend_on_the_batch(
        self, embedder: Embedder, mates: list[str], place: int
    ) -> None:
        text = "Refunds are paid within 30 days."
        batch = [*mates[:place], text, *mates[place:]]

        among = embedder.embed_documents(batch)[batch.index(text)]
        assert np.array_equal(among, embedder.embed_documents([text])[0])

    def test_a_query_and_a_document_of_the_same_words_are_one(self, embedder: Embedder) -> None:
        for vector, text in zip(embedder.embed_documents(TEXTS), TEXTS, strict=True):
            assert embedder.embed_query(text) == pytest.approx(vector, abs=1e-2)

    def test_threads_may_share_it(self, embedder: Embedder) -> None:
        texts = [f"Refund number {number} takes {number % 7} days." for number in range(64)]
        alone = [embedder.embed_query(text) for text in texts]
        with ThreadPoolExecutor(8) as pool:
            queries = list(pool.map(embedder.embed_query, texts))
            documents = list(pool.map(lambda text: embedder.embed_documents([text])[0], texts))

        assert np.array_equal(queries, alone)
        assert np.array_equal(documents, embedder.embed_documents(texts))

    @pytest.mark.parametrize("name", [*GRAPH_FILES, "graph.json"])
    def test_a_changed_byte_of_the_graph_is_refused(self, graphs: Path, tmp_path: Path, name: str) -> None:
        graph = _copy_graph(graphs, tmp_path)
        content = bytearray((graph / name).read_bytes())
        content[len(content) // 2] ^= 1
        _rewrite(graph / name, bytes(content))

        with pytest.raises(EmbeddingModelError, match=r"damaged .* delete .* built anew"):
            open_graph(graph)

    def test_a_graph_without_its_manifest_does_not_count(self, graphs: Path, tmp_path: Path) -> None:
        graph = _copy_graph(graphs, tmp_path)
        (graph / "graph.json").unlink()

        with pytest.raises(EmbeddingModelError):
            open_graph(graph)

    def test_a_folder_that_cannot_be_written_is_one_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "graphs").write_text("a file")

        with pytest.raises(EmbeddingModelError, match="cannot write the graph"):
            open_embedder(RetrievalSettings(), graphs=tmp_path / "graphs")


@pytest.mark.integration
def test_asking_imports_nothing_heavy(graphs: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own interpreter and script
        [sys.executable, "-c", ASK, str(graphs)], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


@pytest.fixture(scope="module")
def plain() -> Embedder:
    embedder = open_embedder(RetrievalSettings(runtime="sentence-transformers"), graphs=Path())
    assert type(embedder).__name__ == "SentenceTransformerEmbedder"
    return embedder


def _copy_graph(graphs: Path, target: Path) -> Path:
    """Return a copy of the built graph; the large files are links."""
    (original,) = graphs.iterdir()
    for name in (*GRAPH_FILES, "graph.json"):
        os.link(original / name, target / name)
    return target


def _rewrite(file: Path, content: bytes) -> None:
    # The copy is a link: writing into it would change the original.
    file.unlink()
    file.write_bytes(content)


def _copy_model(target: Path) -> Path:
    return Path(shutil.copytree(locate_model("all-MiniLM-L6-v2"), target / "model"))
