"""The search of this process as a LangChain retriever; `api/langchain.py` has one for a running service."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from retrieval.chunk import Filter, RetrievedChunk, SearchQuery
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings

_DEFAULTS = RetrievalSettings()


class PlumblineRetriever(BaseRetriever):
    """Finds chunks in a data folder that this process has open.

    Without `audiences` it sees only what everyone may see. A chain that serves several callers makes the
    field configurable (`configurable_fields`) and says for each call who asks.
    """

    # Neither printed nor serialised: it holds open files.
    searcher: Searcher = Field(exclude=True, repr=False)
    collection: str = _DEFAULTS.collection
    top_k: int = Field(_DEFAULTS.top_k, ge=1, le=100)
    audiences: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    relevance_floor: float = Field(0.0, ge=0, le=1)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain passes it by name
    ) -> list[Document]:
        only = Filter(self.audiences, self.documents, self.sources)
        wanted = SearchQuery(query, self.collection, self.top_k, only, relevance_floor=self.relevance_floor)
        return [to_langchain(chunk) for chunk in self.searcher.search(wanted)]


def to_langchain(found: RetrievedChunk) -> Document:
    """Return the chunk with what a prompt or a citation needs; `start` and `end` index its document."""
    chunk = found.chunk
    return Document(
        id=chunk.id,
        page_content=chunk.text,
        metadata={
            "collection": chunk.collection,
            "source": chunk.source,
            "document": chunk.document,
            "version": chunk.version,
            "title": chunk.title,
            "heading": chunk.heading,
            "page": chunk.page,
            "rows": chunk.rows,
            "start": chunk.start,
            "end": chunk.end,
            "score": found.score,
            "similarity": found.similarity,
            "relevance": found.relevance,
            "document_metadata": dict(chunk.metadata),
        },
    )
