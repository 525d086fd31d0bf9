from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from tests.ingest.crashing import Store
from tests.retrieval.stored import make_version

REFUNDS = make_version("policies/refunds.md", "Refunds take 14 days.", "Ask by mail.", audiences=("staff",))
PRICES = replace(make_version("policies/prices.md", "It costs $30."), findings=())
FAQ = make_version("faq.md", "Ask us.", source="wiki")
OTHER = make_version("faq.md", "Ask us.", collection="other")


@pytest.fixture(autouse=True)
def _stored(store: Store) -> None:
    for collection, versions in (("kb", [REFUNDS, PRICES, FAQ]), ("other", [OTHER])):
        store.catalog.add_collection(collection, fingerprint=store.embedder.fingerprint)
        store.indexer.write(collection, versions)


def _left(store: Store) -> list[str]:
    return [record.path for record in store.catalog.documents("kb")]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ({}, ["policies/prices.md", "policies/refunds.md", "faq.md"]),
        ({"source": "wiki"}, ["faq.md"]),
        ({"document": "policies/prices.md"}, ["policies/prices.md"]),
        ({"path": "policies/*"}, ["policies/prices.md", "policies/refunds.md"]),
        ({"audience": "staff"}, ["policies/refunds.md"]),
        ({"has_findings": "false"}, ["policies/prices.md"]),
        ({"id": [FAQ.document_id, PRICES.document_id]}, ["policies/prices.md", "faq.md"]),
        ({"collection": "other"}, ["faq.md"]),
    ],
)
def test_documents_are_listed_by_what_is_asked(
    query: dict[str, str], paths: list[str], client: TestClient
) -> None:
    page = client.get("/v1/documents", params=query).json()
    assert [document["path"] for document in page["documents"]] == paths
    assert page["total"] == len(paths)


def test_a_list_is_paged_and_says_how_long_it_is(client: TestClient) -> None:
    page = client.get("/v1/documents", params={"limit": 1, "offset": 1}).json()
    assert ([document["path"] for document in page["documents"]], page["total"]) == (
        ["policies/refunds.md"],
        3,
    )


def test_a_document_is_shown_with_its_live_version_and_findings(client: TestClient) -> None:
    record = client.get(f"/v1/documents/{REFUNDS.document_id}").json()
    assert (record["path"], record["live"]["id"], record["live"]["findings"]) == (
        "policies/refunds.md",
        REFUNDS.id,
        ["looks odd"],
    )


def test_versions_and_chunks_are_listed(client: TestClient) -> None:
    versions = client.get(f"/v1/documents/{REFUNDS.document_id}/versions").json()["versions"]
    assert [version["state"] for version in versions] == ["live"]
    page = client.get(f"/v1/documents/{REFUNDS.document_id}/chunks", params={"limit": 1, "offset": 1}).json()
    assert ([chunk["text"] for chunk in page["chunks"]], page["total"]) == (["Ask by mail."], 2)


@pytest.mark.parametrize("path", ["", "/versions", "/chunks"])
def test_a_document_of_another_collection_is_not_there(path: str, client: TestClient) -> None:
    reply = client.get(f"/v1/documents/{OTHER.document_id}{path}")
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_document")
    inside = client.get(f"/v1/documents/{OTHER.document_id}{path}", params={"collection": "other"})
    assert inside.status_code == 200


def test_a_deleted_document_is_gone_with_its_vectors(client: TestClient, store: Store) -> None:
    reply = client.delete(f"/v1/documents/{REFUNDS.document_id}")
    assert reply.json() == {"deleted": 1}
    assert _left(store) == ["policies/prices.md", "faq.md"]
    assert len(store.index.collections["kb"]) == 2
    assert client.delete(f"/v1/documents/{REFUNDS.document_id}").status_code == 404


def test_a_document_of_another_collection_cannot_be_deleted_by_its_id(
    client: TestClient, store: Store
) -> None:
    assert client.delete(f"/v1/documents/{OTHER.document_id}").status_code == 404
    assert client.delete("/v1/documents", params={"id": OTHER.document_id}).json() == {"deleted": 0}
    assert len(store.catalog.documents("other")) == 1


@pytest.mark.parametrize(
    ("query", "deleted"),
    [
        ({"source": "wiki"}, 1),
        ({"path": "*"}, 3),
        ({"path": "p*", "audience": "staff"}, 1),
        ({"source": "x"}, 0),
    ],
)
def test_all_documents_that_fit_are_deleted_and_no_others(
    query: dict[str, str], deleted: int, client: TestClient, store: Store
) -> None:
    assert client.delete("/v1/documents", params=query).json() == {"deleted": deleted}
    assert len(_left(store)) == 3 - deleted
    assert len(store.catalog.documents("other")) == 1


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({}, 400, "invalid_input"),
        ({"collection": "kb"}, 400, "invalid_input"),
        ({"collection": "hr", "path": "*"}, 404, "unknown_collection"),
        ({"sources": "wiki"}, 422, "invalid_payload"),
        ({"path": "*a" * 9}, 400, "invalid_filter"),
    ],
)
def test_a_deletion_that_does_not_say_what_deletes_nothing(
    query: dict[str, str], status: int, code: str, client: TestClient, store: Store
) -> None:
    reply = client.delete("/v1/documents", params=query)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert len(_left(store)) == 3


def test_an_unknown_collection_names_the_known_ones(client: TestClient) -> None:
    reply = client.get("/v1/documents", params={"collection": "hr"})
    assert reply.json()["detail"] == "there is no collection 'hr' (known: kb, other)"
