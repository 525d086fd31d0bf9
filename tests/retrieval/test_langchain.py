import asyncio
import threading
from collections.abc import Sequence

import pytest
from langchain_core.callbacks import BaseCallbackHandler, CallbackManager
from langchain_core.documents import Document
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import ConfigurableField, Runnable, RunnablePassthrough

from retrieval.catalog import Catalog
from retrieval.chunk import Filter, SearchQuery
from retrieval.embedder import Vectors
from retrieval.errors import UnknownCollectionError
from retrieval.langchain import PlumblineRetriever, to_langchain
from retrieval.search import Searcher
from retrieval.settings import RetrievalSettings
from tests.fakes import FakeChunkIndex, FakeEmbedder
from tests.retrieval.stored import make_version

VERSIONS = (
    make_version("refunds.md", "Refunds are paid within 30 days."),
    make_version("prices.md", "The annual plan costs $30.", source="shop"),
    make_version("salaries.md", "Salaries are paid on the 25th.", audiences=("staff",)),
)


class Watcher(BaseCallbackHandler):
    """Notes the tags, the metadata and the outcome of each retrieval."""

    def __init__(self) -> None:
        self.tags: list[str] | None = None
        self.metadata: dict[str, object] = {}
        self.found: Sequence[Document] = ()

    def on_retriever_start(
        self,
        serialized: dict[str, object],
        query: str,
        *,
        tags: list[str] | None = None,
        metadata: dict[str, object] | None = None,
        **_others: object,
    ) -> None:
        self.tags, self.metadata = tags, metadata or {}

    def on_retriever_end(self, documents: Sequence[Document], **_others: object) -> None:
        self.found = documents


class ThreadNoting(FakeEmbedder):
    """Notes in which threads questions were embedded."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []

    def embed_query(self, text: str) -> Vectors:
        self.threads.append(threading.get_ident())
        return super().embed_query(text)


@pytest.fixture
def embedder() -> ThreadNoting:
    return ThreadNoting()


@pytest.fixture
def searcher(catalog: Catalog, embedder: ThreadNoting) -> Searcher:
    index = FakeChunkIndex()
    catalog.add_collection("kb", fingerprint=embedder.fingerprint)
    catalog.stage(VERSIONS)
    catalog.publish(VERSIONS)
    for version in VERSIONS:
        vectors = embedder.embed_documents([chunk.embedded_text for chunk in version.chunks])
        index.add("kb", version.chunks, vectors)
    return Searcher(catalog, index, lambda: embedder, settings=RetrievalSettings(candidates=4))


@pytest.fixture
def retriever(searcher: Searcher) -> PlumblineRetriever:
    return PlumblineRetriever(searcher=searcher, collection="kb", top_k=2)


def _texts(found: list[Document]) -> list[str]:
    return [document.page_content for document in found]


def _chain(retriever: Runnable[str, list[Document]], *replies: str) -> Runnable[str, str]:
    prompt = ChatPromptTemplate.from_template("Use only this:\n{evidence}\n\nQuestion: {question}")
    evidence = retriever | (lambda found: "\n".join(_texts(found)))
    model = FakeListChatModel(responses=list(replies))
    return {"evidence": evidence, "question": RunnablePassthrough()} | prompt | model | StrOutputParser()


class TestDocuments:
    def test_each_is_a_chunk_with_its_place_and_the_reasons_it_was_found(
        self, retriever: PlumblineRetriever, searcher: Searcher
    ) -> None:
        first = retriever.invoke("annual plan costs")[0]
        (found,) = searcher.search(SearchQuery("annual plan costs", "kb", 1, Filter()))

        assert first == to_langchain(found)
        assert (first.id, first.page_content) == (found.chunk.id, "The annual plan costs $30.")
        assert first.metadata == {
            "collection": "kb",
            "source": "shop",
            "document": "prices.md",
            "version": found.chunk.version,
            "title": "prices.md",
            "heading": "",
            "page": None,
            "start": 0,
            "end": 26,
            "score": found.score,
            "similarity": found.similarity,
            "relevance": found.relevance,
            "rows": None,
            "document_metadata": {},
        }

    def test_they_come_best_first_and_at_most_top_k(self, retriever: PlumblineRetriever) -> None:
        found = retriever.invoke("annual plan costs")
        scores = [document.metadata["score"] for document in found]

        assert len(found) == 2
        assert scores == sorted(scores, reverse=True)

    def test_none_is_less_relevant_than_the_floor(self, retriever: PlumblineRetriever) -> None:
        best, other = (one.metadata["relevance"] for one in retriever.invoke("annual plan costs"))
        sure = retriever.model_copy(update={"relevance_floor": (best + other) / 2})

        assert _texts(sure.invoke("annual plan costs")) == ["The annual plan costs $30."]

    def test_an_unknown_collection_is_our_error(self, searcher: Searcher) -> None:
        with pytest.raises(UnknownCollectionError):
            PlumblineRetriever(searcher=searcher, collection="hr").invoke("salaries")


class TestWhoSeesWhat:
    def test_without_audiences_only_what_is_for_everyone_is_found(
        self, retriever: PlumblineRetriever
    ) -> None:
        assert "Salaries are paid on the 25th." not in _texts(retriever.invoke("salaries paid"))

    def test_a_chain_says_for_each_call_who_asks(self, retriever: PlumblineRetriever) -> None:
        shared = retriever.configurable_fields(audiences=ConfigurableField(id="audiences"))
        staff = shared.invoke("salaries paid", config={"configurable": {"audiences": ("staff",)}})

        assert _texts(staff)[0] == "Salaries are paid on the 25th."
        assert "Salaries are paid on the 25th." not in _texts(shared.invoke("salaries paid"))

    def test_sources_and_documents_narrow_the_search(self, searcher: Searcher) -> None:
        shop = PlumblineRetriever(searcher=searcher, collection="kb", sources=("shop",))
        refunds = PlumblineRetriever(searcher=searcher, collection="kb", documents=("refunds.md",))

        assert _texts(shop.invoke("paid")) == ["The annual plan costs $30."]
        assert _texts(refunds.invoke("plan")) == ["Refunds are paid within 30 days."]


class TestInAChain:
    def test_it_feeds_a_prompt_and_a_chat_model(self, retriever: PlumblineRetriever) -> None:
        chain = _chain(retriever, "It costs $30.", "30 days.")

        assert chain.invoke("What does the annual plan cost?") == "It costs $30."
        assert chain.invoke("How long do refunds take?") == "30 days."

    def test_a_batch_keeps_the_order_of_its_questions(self, retriever: PlumblineRetriever) -> None:
        found = retriever.batch(["annual plan costs", "refunds paid within"])

        assert [_texts(documents)[0] for documents in found] == [
            "The annual plan costs $30.",
            "Refunds are paid within 30 days.",
        ]

    def test_the_asynchronous_search_finds_the_same_in_another_thread(
        self, retriever: PlumblineRetriever, embedder: ThreadNoting
    ) -> None:
        found = asyncio.run(retriever.ainvoke("annual plan costs"))

        assert found == retriever.invoke("annual plan costs")
        assert embedder.threads[0] != embedder.threads[1] == threading.get_ident()

    def test_callbacks_get_its_tags_and_metadata(self, searcher: Searcher) -> None:
        watcher = Watcher()
        retriever = PlumblineRetriever(
            searcher=searcher, collection="kb", tags=["kb"], metadata={"team": "support"}
        )
        found = retriever.invoke("annual plan", config={"callbacks": [watcher]})

        assert (watcher.tags, watcher.metadata["team"], watcher.found) == (["kb"], "support", found)


def test_nothing_is_reported_to_langsmith(retriever: PlumblineRetriever) -> None:
    # The network is closed in tests, but a tracer would send from a thread of its own.
    before = set(threading.enumerate())
    _chain(retriever, "It costs $30.").invoke("What does the annual plan cost?")

    assert CallbackManager.configure().handlers == []
    assert {thread.name for thread in set(threading.enumerate()) - before} <= {"keywords_0"}


def test_what_it_prints_names_no_open_files(retriever: PlumblineRetriever) -> None:
    assert "searcher" not in repr(retriever)
    assert "searcher" not in retriever.model_dump()
