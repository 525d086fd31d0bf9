from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.commands import document_lookup
from api.commands.document_lookup import all_chunks, all_documents, find_document, find_documents
from api.document_rows import DocumentPageRow
from api.errors import InvalidInputError
from api.local_documents import LocalDocuments
from retrieval.catalog import Catalog
from retrieval.errors import UnknownDocumentError
from tests.ingest.crashing import Store
from tests.retrieval.stored import make_version


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalDocuments]:
    monkeypatch.setattr(document_lookup, "PAGE", 2)
    store = Store(Catalog.open(tmp_path / "catalog.db"))
    store.catalog.add_collection("kb", fingerprint=store.embedder.fingerprint)
    versions = [make_version(f"{name}.md", *"12345") for name in "abcde"]
    store.indexer.write("kb", [*versions, make_version("a.md", "1", source="wiki")])
    yield LocalDocuments(store.catalog, lambda: store.indexer, collection="kb")
    store.catalog.close()


@pytest.mark.parametrize(
    ("offset", "limit", "names"),
    [(0, None, "abcdea"), (1, 3, "bcd"), (4, 9, "ea"), (0, 2, "ab"), (9, None, "")],
)
def test_pages_are_walked_as_far_as_asked(
    offset: int, limit: int | None, names: str, documents: LocalDocuments
) -> None:
    found = all_documents(documents, DocumentPageRow(offset=offset), limit=limit)
    assert "".join(record.path[0] for record in found) == names


def test_all_chunks_of_a_document_come_in_order(documents: LocalDocuments) -> None:
    record = find_document(documents, "b.md", collection=None, source=None)
    assert "".join(chunk.text for chunk in all_chunks(documents, record)) == "12345"
    assert list(all_chunks(documents, replace(record, live=replace(record.live, chunk_count=0)))) == []


def test_a_path_in_several_sources_needs_one_named(documents: LocalDocuments) -> None:
    with pytest.raises(UnknownDocumentError, match=r"several sources \(docs, wiki\)"):
        find_document(documents, "a.md", collection="kb", source=None)
    assert find_document(documents, "a.md", collection="kb", source="wiki").source == "wiki"


@pytest.mark.parametrize(
    ("collection", "where"), [("kb", "collection 'kb'"), (None, "the default collection")]
)
def test_an_unknown_document_is_named(collection: str | None, where: str, documents: LocalDocuments) -> None:
    with pytest.raises(UnknownDocumentError, match=f"no document 'x.md' in {where}"):
        find_document(documents, "x.md", collection=collection, source=None)


def test_many_documents_are_found_in_the_order_asked(documents: LocalDocuments) -> None:
    found = find_documents(documents, ["d.md", "b.md"] * 40, collection=None, source="docs")
    assert [record.path for record in found] == ["d.md", "b.md"] * 40


@pytest.mark.parametrize("path", ["\udce9.md", "x" * 5001])
def test_a_path_that_can_be_no_documents_is_bad_use(path: str, documents: LocalDocuments) -> None:
    with pytest.raises(InvalidInputError):
        find_documents(documents, ["a.md", path], collection=None, source="docs")
