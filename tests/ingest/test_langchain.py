from collections.abc import Iterator

import pytest
from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document
from langchain_text_splitters import RecursiveCharacterTextSplitter

from ingest.importing import Importer, ImportRequest
from ingest.langchain import LangChainRecords, index_langchain_documents
from ingest.report import SyncReport
from ingest.settings import IngestSettings
from tests.ingest.crashing import Store

PAGE = "# Refunds\n\n" + " ".join(
    f"Rule {number} says that refunds take {number} days." for number in range(40)
)


class Loader(BaseLoader):
    def lazy_load(self) -> Iterator[Document]:
        yield Document(PAGE, metadata={"source": "/docs/refunds.md", "read": object()})
        yield Document("First page.", metadata={"source": "plans.pdf", "page": 0})
        yield Document("Second page.", metadata={"source": "plans.pdf", "page": 1})


def _index(store: Store, documents: list[Document], source: str | None = None) -> SyncReport:
    importer = Importer(store.indexer, store.embedder, IngestSettings())
    return index_langchain_documents(documents, importer, ImportRequest("kb", source))


def _texts(store: Store) -> dict[str, list[str]]:
    documents = store.catalog.documents("kb")
    return {
        document.path: [chunk.text for chunk in store.catalog.document_chunks(document.id)]
        for document in documents
    }


def test_what_a_loader_returns_is_indexed_with_pages_and_headings(store: Store) -> None:
    assert _index(store, Loader().load(), "docs").added == 2
    chunks = store.catalog.collection_chunks("kb")
    assert {chunk.source for chunk in chunks} == {"docs"}
    assert [chunk.page for chunk in chunks if chunk.document == "plans.pdf"] == [1, 2]
    assert {chunk.title for chunk in chunks if chunk.document == "/docs/refunds.md"} == {"Refunds"}


@pytest.mark.parametrize("add_start_index", [True, False])
def test_pieces_of_a_splitter_give_the_same_chunks_as_the_whole(store: Store, add_start_index: bool) -> None:
    _index(store, Loader().load())
    whole = _texts(store)
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=300, chunk_overlap=80, add_start_index=add_start_index
    )
    pieces = splitter.split_documents(Loader().load())
    _index(store, pieces)

    assert len(pieces) > 3
    assert _texts(store) == whole


def test_documents_without_ids_keep_their_names_from_run_to_run(store: Store) -> None:
    texts = [Document("Ask by mail."), Document("It costs $30.")]
    assert _index(store, texts).added == 2
    assert _index(store, texts[::-1]).unchanged == 2


def test_an_id_names_a_document_without_a_source(store: Store) -> None:
    _index(store, [Document("Ask by mail.", id="help"), Document("Ask by chat.", id="help")])
    assert _texts(store) == {"help": ["Ask by chat."]}


def test_records_say_where_they_come_from() -> None:
    records = LangChainRecords([], name="docs")
    assert (records.name, records.origin) == ("docs", "LangChain documents docs")
