"""What every way to manage documents does: in the data folder, and through a service."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.document_backend import DocumentBackend
from api.document_client import DocumentClient
from api.document_rows import DocumentPageRow, DocumentsRow, PageRow
from api.errors import InvalidInputError, ServiceError, kind_of
from api.local_documents import LocalDocuments
from retrieval.catalog import Catalog
from retrieval.errors import UnknownCollectionError, UnknownDocumentError
from tests.api.app_transport import open_app
from tests.api.fakes import FakeBackend
from tests.ingest.crashing import Store
from tests.retrieval.stored import make_version

REFUNDS = make_version("policies/refunds.md", "Refunds take 14 days.", "Ask by mail.", audiences=("staff",))
FAQ = make_version("faq?.md", "Ask us.", source="wiki")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(Catalog.open(tmp_path / "catalog.db"))
    store.catalog.add_collection("kb", fingerprint=store.embedder.fingerprint)
    store.catalog.add_collection("empty", fingerprint=store.embedder.fingerprint)
    store.indexer.write("kb", [REFUNDS, FAQ])
    yield store
    store.catalog.close()


@pytest.fixture(params=["local", "service"])
def documents(request: pytest.FixtureRequest, store: Store) -> Iterator[DocumentBackend]:
    local = LocalDocuments(store.catalog, lambda: store.indexer, collection="kb")
    if request.param == "local":
        yield local
        return
    with open_app(FakeBackend(documents=local)) as http:
        yield DocumentClient(http)


def test_documents_are_listed_by_every_condition(documents: DocumentBackend) -> None:
    row = DocumentPageRow(
        source="docs", path="p*", audience="staff", has_findings=True, id=[REFUNDS.document_id]
    )
    page = documents.list_documents(row)

    assert ([record.path for record in page.documents], page.total) == (["policies/refunds.md"], 1)
    assert documents.list_documents(DocumentPageRow(document=["faq?.md", "x"])).total == 1
    assert documents.list_documents(DocumentPageRow(limit=1, offset=1)).documents[0].path == "faq?.md"
    assert documents.list_documents(DocumentPageRow(collection="empty")).total == 0


def test_a_document_comes_whole(documents: DocumentBackend, store: Store) -> None:
    record = documents.get_document(REFUNDS.document_id, collection=None)

    assert record == store.catalog.get_document("kb", "policies/refunds.md")
    assert documents.list_versions(record.id, collection="kb").versions == (record.live,)


def test_chunks_come_page_by_page(documents: DocumentBackend) -> None:
    page = documents.list_chunks(REFUNDS.document_id, collection=None, page=PageRow(limit=1, offset=1))

    assert (page.chunks, page.total) == (REFUNDS.chunks[1:], 2)


def test_deleting_counts_what_was_there(documents: DocumentBackend, store: Store) -> None:
    ids = [*(f"no such {number}" for number in range(450)), REFUNDS.document_id]

    assert documents.delete_documents(ids, collection=None).deleted == 1
    assert documents.delete_documents([FAQ.document_id], collection="empty").deleted == 0
    assert [record.path for record in store.catalog.documents("kb")] == ["faq?.md"]


def test_everything_that_fits_is_deleted(documents: DocumentBackend, store: Store) -> None:
    assert documents.delete_matching(DocumentsRow(path="*")).deleted == 2
    assert store.index.collections["kb"] == {}


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda it: it.get_document("x/../y", collection=None), UnknownDocumentError),
        (lambda it: it.list_versions("x", collection=None), UnknownDocumentError),
        (lambda it: it.list_chunks("x", collection=None, page=PageRow()), UnknownDocumentError),
        (lambda it: it.get_document(FAQ.document_id, collection="hr"), UnknownCollectionError),
        (lambda it: it.list_documents(DocumentPageRow(collection="hr")), UnknownCollectionError),
        (lambda it: it.delete_matching(DocumentsRow(collection="kb")), InvalidInputError),
    ],
)
def test_what_cannot_be_done_is_the_same_problem_both_ways(
    call: object, error: type[Exception], documents: DocumentBackend
) -> None:
    with pytest.raises((error, ServiceError)) as raised:
        call(documents)  # type: ignore[operator]  # one of the functions above
    assert kind_of(raised.value).status == kind_of(error("?")).status
