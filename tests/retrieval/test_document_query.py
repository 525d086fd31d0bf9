from dataclasses import replace

import pytest

from retrieval.catalog import Catalog
from retrieval.document_query import DocumentQuery
from retrieval.errors import InvalidFilterError, UnknownDocumentError
from retrieval.version import document_id
from tests.retrieval.stored import make_version, publish

ALL = DocumentQuery("kb")


@pytest.fixture(autouse=True)
def _stored(catalog: Catalog) -> None:
    publish(
        catalog,
        make_version("policies/refunds.md", "1", audiences=("staff", "legal")),
        replace(make_version("policies/prices[1].md", "2"), findings=()),
        make_version("Faq.md", "3", source="wiki", audiences=("it's",)),
        make_version("policies/refunds.md", "4", collection="other"),
    )
    catalog.retire_documents([publish_gone(catalog)])


def publish_gone(catalog: Catalog) -> str:
    gone = make_version("policies/gone.md", "5")
    publish(catalog, gone)
    return gone.document_id


def _paths(catalog: Catalog, query: DocumentQuery) -> list[str]:
    found = [record.path for record in catalog.list_documents(query)]
    assert catalog.count_documents(query) == len(found)
    return found


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        (ALL, ["policies/prices[1].md", "policies/refunds.md", "Faq.md"]),
        (DocumentQuery("kb", source="wiki"), ["Faq.md"]),
        (DocumentQuery("kb", path="policies/*"), ["policies/prices[1].md", "policies/refunds.md"]),
        (DocumentQuery("kb", path="*r?funds.md"), ["policies/refunds.md"]),
        (DocumentQuery("kb", path="policies/prices[[]1].md"), ["policies/prices[1].md"]),
        (DocumentQuery("kb", path="faq.md"), []),
        (DocumentQuery("kb", documents=("policies/prices[1].md", "x")), ["policies/prices[1].md"]),
        (DocumentQuery("kb", documents=("policies/*",)), []),
        (DocumentQuery("kb", path="***"), ["policies/prices[1].md", "policies/refunds.md", "Faq.md"]),
        (DocumentQuery("kb", audience="legal"), ["policies/refunds.md"]),
        (DocumentQuery("kb", audience="it's"), ["Faq.md"]),
        (DocumentQuery("kb", audience="staf"), []),
        (DocumentQuery("kb", has_findings=False), ["policies/prices[1].md"]),
        (DocumentQuery("kb", has_findings=True, source="docs"), ["policies/refunds.md"]),
        (DocumentQuery("kb", ids=(document_id("kb", "wiki", "Faq.md"), "no such")), ["Faq.md"]),
        (DocumentQuery("nowhere"), []),
    ],
)
def test_only_live_documents_that_fit_every_condition_are_found(
    query: DocumentQuery, paths: list[str], catalog: Catalog
) -> None:
    assert _paths(catalog, query) == paths


def test_pages_together_are_the_whole_list(catalog: Catalog) -> None:
    pages = [catalog.list_documents(ALL, limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [len(page) for page in pages] == [2, 1, 0]
    assert [record for page in pages for record in page] == catalog.list_documents(ALL)


def test_the_chunks_of_a_document_are_paged(catalog: Catalog) -> None:
    long = make_version("long.md", *"abcde")
    publish(catalog, long)

    assert [c.text for c in catalog.document_chunks(long.document_id, limit=2, offset=3)] == ["d", "e"]


def test_a_document_is_found_by_its_id_in_its_own_collection_only(catalog: Catalog) -> None:
    wanted = document_id("kb", "wiki", "Faq.md")

    assert catalog.get_document_by_id("kb", wanted).path == "Faq.md"
    with pytest.raises(UnknownDocumentError):
        catalog.get_document_by_id("other", wanted)


@pytest.mark.parametrize("path", ["x" * 501, "*a" * 9])
def test_a_pattern_that_could_take_forever_is_refused(path: str) -> None:
    with pytest.raises(InvalidFilterError):
        DocumentQuery("kb", path=path)


def test_more_names_than_one_statement_takes_are_refused() -> None:
    many = tuple(map(str, range(1001)))
    with pytest.raises(InvalidFilterError):
        DocumentQuery("kb", ids=many)
    with pytest.raises(InvalidFilterError):
        DocumentQuery("kb", documents=many)


@pytest.mark.parametrize(
    ("query", "narrows"),
    [(ALL, False), (DocumentQuery("kb", has_findings=False), True), (DocumentQuery("kb", path="*"), True)],
)
def test_a_query_knows_whether_it_means_everything(query: DocumentQuery, narrows: bool) -> None:
    assert query.narrows is narrows
