"""The retriever against a real service on loopback, which stands on a fake backend."""

import asyncio
import gc
import socket
from collections.abc import Iterator

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from pydantic import SecretStr, ValidationError

from api.errors import InvalidInputError, ServiceError, ServiceUnreachableError
from api.langchain import PlumblineServiceRetriever
from api.schemas import FilterRow, SearchRow
from retrieval.chunk import Chunk, RetrievedChunk
from retrieval.errors import UnknownCollectionError
from retrieval.langchain import to_langchain
from tests.api.fakes import HIT, FakeBackend
from tests.api.serving import serve

pytestmark = pytest.mark.integration


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def url(backend: FakeBackend) -> Iterator[str]:
    with serve(backend.opened) as address:
        yield address


def test_a_hit_becomes_the_document_that_the_local_retriever_makes_of_the_chunk(url: str) -> None:
    (document,) = PlumblineServiceRetriever(url=url).invoke("refunds")
    at = HIT.metadata
    chunk = Chunk(
        id=HIT.chunk,
        collection=at.collection,
        source=at.source,
        document=HIT.document,
        version=at.version,
        ordinal=0,
        text=HIT.text,
        start=at.start,
        end=at.start + len(HIT.text),
        title=at.title,
        heading=at.heading,
        page=at.page,
    )
    local = to_langchain(
        RetrievedChunk(chunk, score=HIT.score, similarity=at.similarity, relevance=at.relevance)
    )
    local.metadata["end"] = at.end

    assert document == local


def test_the_whole_scope_is_sent(url: str, backend: FakeBackend) -> None:
    PlumblineServiceRetriever(
        url=url,
        collection="kb",
        top_k=3,
        audiences=("staff",),
        documents=("refunds.md",),
        sources=("docs", "wiki"),
        relevance_floor=0.1,
    ).invoke("refunds")

    filters = FilterRow(document=["refunds.md"], source=["docs", "wiki"])
    assert backend.asked == [
        SearchRow(
            query="refunds",
            collection="kb",
            top_k=3,
            audiences=["staff"],
            filters=filters,
            relevance_floor=0.1,
        )
    ]


def test_what_is_not_set_is_left_to_the_service(url: str, backend: FakeBackend) -> None:
    PlumblineServiceRetriever(url=url).invoke("refunds")
    assert backend.asked == [SearchRow(query="refunds")]


def test_it_feeds_a_chain_also_asynchronously(url: str) -> None:
    retriever = PlumblineServiceRetriever(url=url)
    evidence = retriever | (lambda found: "\n".join(document.page_content for document in found))
    prompt = ChatPromptTemplate.from_template("Use only this:\n{evidence}\n\nQuestion: {question}")
    model = FakeListChatModel(responses=["Up to 14 days."])
    chain = {"evidence": evidence, "question": RunnablePassthrough()} | prompt | model

    assert chain.invoke("How long do refunds take?").content == "Up to 14 days."
    assert asyncio.run(chain.ainvoke("How long do refunds take?")).content == "Up to 14 days."


def test_an_error_of_the_service_keeps_its_code(url: str, backend: FakeBackend) -> None:
    backend.error = UnknownCollectionError("there is no collection 'hr'")
    with pytest.raises(ServiceError, match="no collection 'hr'") as raised:
        PlumblineServiceRetriever(url=url, collection="hr").invoke("salaries")
    assert raised.value.code == "unknown_collection"


def test_a_service_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(ServiceUnreachableError):
        PlumblineServiceRetriever(url=f"http://127.0.0.1:{port}").invoke("refunds")


def test_a_wrong_set_up_shows_when_it_is_made() -> None:
    with pytest.raises(InvalidInputError, match="not the address"):
        PlumblineServiceRetriever(url="localhost:8000")
    with pytest.raises(ValidationError):
        PlumblineServiceRetriever(url="http://127.0.0.1:8000", top_k=0)


def test_its_key_is_not_printed_and_its_connections_go_with_it(url: str) -> None:
    retriever = PlumblineServiceRetriever(url=url, key=SecretStr("k-1"))
    retriever.invoke("refunds")
    assert "k-1" not in repr(retriever)
    # An open connection would be a ResourceWarning, which is an error here.
    del retriever
    gc.collect()
