"""What ingest and search are compared with: LangChain's own parts, put together as its tutorials do it.

The only file that touches langchain_chroma and langchain_community. They come with the `dev` extra, so they
are imported where they are needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from eval.errors import BaselineMissingError
from retrieval.embedder import Embedder

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

TEXT_FILES = ("**/*.md", "**/*.mdx", "**/*.rst", "**/*.txt")
# Chroma refuses more in one call.
ADD_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Cut:
    """How the splitter cuts, in characters."""

    name: str
    size: int
    overlap: int


USUAL_CUT = Cut("1000/200", 1000, 200)
# What `RecursiveCharacterTextSplitter()` does unasked. The model reads a quarter of such a piece.
DEFAULT_CUT = Cut("4000/200", 4000, 200)


@dataclass(frozen=True, slots=True)
class Indexed:
    documents: int
    chunks: int


class PlainPipeline:
    """DirectoryLoader, RecursiveCharacterTextSplitter, sentence-transformers, Chroma in a local folder.

    Raises:
        BaselineMissingError: the packages are not installed.
    """

    def __init__(self, folder: Path, embedder: Embedder, *, cut: Cut = USUAL_CUT) -> None:
        self._store = _open_store(folder, _PlainEmbeddings(embedder))
        self._cut = cut

    def ingest(self, documents: Path) -> Indexed:
        """Load, cut, embed and store every text file below the folder."""
        loaded = _load(documents)
        pieces = _cut(loaded, self._cut)
        for begin in range(0, len(pieces), ADD_BATCH):
            self._store.add_documents(pieces[begin : begin + ADD_BATCH])
        return Indexed(len(loaded), len(pieces))

    def find_documents(self, question: str, *, top_k: int) -> tuple[str, ...]:
        """Return the files of the most similar pieces, best first, each once."""
        found = self._store.similarity_search(question, k=top_k)
        return tuple(dict.fromkeys(str(piece.metadata["source"]) for piece in found))


class _PlainEmbeddings(Embeddings):
    """LangChain's port over ours: behind it runs the plain sentence-transformers library."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._embedder.embed_query(text).tolist()
        return vector


def _open_store(folder: Path, embeddings: Embeddings) -> "Chroma":
    try:
        from langchain_chroma import Chroma  # noqa: PLC0415  # see the module's docstring
    except ImportError as exc:
        raise _missing(exc) from exc
    return Chroma("plain", embedding_function=embeddings, persist_directory=str(folder))


def _load(documents: Path) -> "list[Document]":
    try:
        from langchain_community.document_loaders import (  # noqa: PLC0415  # as above
            DirectoryLoader,
            TextLoader,
        )
    except ImportError as exc:
        raise _missing(exc) from exc
    loader = DirectoryLoader(
        str(documents), glob=list(TEXT_FILES), loader_cls=TextLoader, loader_kwargs={"encoding": "utf-8"}
    )
    return loader.load()


def _cut(documents: "Sequence[Document]", cut: Cut) -> "list[Document]":
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415  # 0.4 s

    splitter = RecursiveCharacterTextSplitter(chunk_size=cut.size, chunk_overlap=cut.overlap)
    return splitter.split_documents(documents)


def _missing(error: ImportError) -> BaselineMissingError:
    return BaselineMissingError(
        f"the plain pipeline to compare with needs {error.name}: install the `dev` extra"
    )
