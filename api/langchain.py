"""The search of a running service as a LangChain retriever, for chains in a process of their own."""

import weakref
from dataclasses import asdict

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, PrivateAttr, SecretStr

from api.client import ServiceClient, connect_service
from api.schemas import FilterRow, Hit, SearchRow


class PlumblineServiceRetriever(BaseRetriever):
    """Asks the service at `url`; what is not set is left to the service. Safe to share between threads."""

    url: str
    key: SecretStr | None = None
    collection: str | None = None
    top_k: int | None = Field(None, ge=1, le=100)
    audiences: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    relevance_floor: float | None = Field(None, ge=0, le=1)
    _service: ServiceClient = PrivateAttr()

    def model_post_init(self, _context: object) -> None:
        self._service = connect_service(self.url, key=self.key)
        # LangChain copies retrievers as it configures them and closes none of them.
        weakref.finalize(self, self._service.close)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain passes it by name
    ) -> list[Document]:
        row = SearchRow(
            query=query,
            top_k=self.top_k,
            collection=self.collection,
            audiences=list(self.audiences) or None,
            filters=self._filters(),
            relevance_floor=self.relevance_floor,
        )
        return [_to_langchain(hit) for hit in self._service.search(row).hits]

    def _filters(self) -> FilterRow | None:
        if not self.documents and not self.sources:
            return None
        return FilterRow(document=list(self.documents) or None, source=list(self.sources) or None)


def _to_langchain(hit: Hit) -> Document:
    """Return what `retrieval.langchain.to_langchain` makes of the same chunk."""
    metadata = {**asdict(hit.metadata), "document": hit.document, "score": hit.score}
    return Document(id=hit.chunk, page_content=hit.text, metadata=metadata)
