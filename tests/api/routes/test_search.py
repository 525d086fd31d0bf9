import pytest
from fastapi.testclient import TestClient


def test_hits_carry_document_chunk_text_score_and_metadata(client: TestClient) -> None:
    (hit,) = client.post("/v1/search", json={"query": "refunds"}).json()["hits"]
    assert (hit["document"], hit["chunk"], hit["score"]) == ("policies/refunds.md", "c1", 0.03)
    assert hit["metadata"]["page"] == 2


@pytest.mark.parametrize("top_k", [0, 101, "x"])
def test_an_impossible_number_of_chunks_is_refused(top_k: object, client: TestClient) -> None:
    assert client.post("/v1/search", json={"query": "refunds", "top_k": top_k}).status_code == 422
