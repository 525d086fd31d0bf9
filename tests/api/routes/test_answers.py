from fastapi.testclient import TestClient

from answer.request import Role, Turn
from api.schemas import AskRow
from retrieval.chunk import Filter
from tests.api.fakes import FakeBackend


def test_an_answer_has_every_agreed_field(client: TestClient) -> None:
    reply = client.post("/v1/answers", json={"question": "How long do refunds take?"})
    assert reply.status_code == 200
    body = reply.json()
    assert body["decision"] == {"status": "answered", "reason": None, "detail": None}
    assert body["grounding"] == {"score": 0.97, "operating_point": "balanced"}
    assert body["claims"] == [
        {
            "start": 0,
            "end": 27,
            "text": "Refunds take up to 14 days.",
            "verdict": "supported",
            "score": 0.98,
            "reasons": [],
            "citations": [0],
        }
    ]
    citation = body["citations"][0]
    assert citation["quote"] == "Refunds take up to 14 days."
    assert set(citation) >= {
        "document", "title", "chunk", "version", "page", "heading", "start", "end", "quote",
    }  # fmt: skip
    assert body["usage"] == {"input_tokens": 0, "output_tokens": 0, "cost_usd": 0.0}
    assert set(body) == {
        "request_id", "question", "text", "decision", "grounding", "claims", "citations", "withheld",
        "structured", "findings", "degraded", "chat_model", "usage", "timings_ms",
    }  # fmt: skip


def test_everything_the_caller_says_arrives(client: TestClient, backend: FakeBackend) -> None:
    client.post(
        "/v1/answers",
        json={
            "question": "And for annual plans?",
            "conversation": [{"role": "user", "text": "How long do refunds take?"}],
            "collection": "hr",
            "audiences": ["staff"],
            "filters": {"document": "a.md", "source": ["x", "y"]},
            "operating_point": "strict",
            "user": "ada",
        },
    )
    (row,) = backend.asked
    assert isinstance(row, AskRow)
    request = row.to_request(collection="default")
    assert request.conversation == (Turn(Role.USER, "How long do refunds take?"),)
    assert request.filter == Filter(("staff",), ("a.md",), ("x", "y"))
    assert (request.collection, request.operating_point, request.user) == ("hr", "strict", "ada")


def test_the_answer_carries_the_id_of_the_request(client: TestClient) -> None:
    reply = client.post(
        "/v1/answers", json={"question": "How long do refunds take?"}, headers={"X-Request-ID": "call-7"}
    )
    assert reply.json()["request_id"] == "call-7" == reply.headers["X-Request-ID"]


def test_a_schema_is_refused_rather_than_ignored(client: TestClient) -> None:
    reply = client.post("/v1/answers", json={"question": "How long?", "schema": {"type": "object"}})
    assert reply.status_code == 422
