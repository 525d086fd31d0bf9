import pytest
from fastapi.testclient import TestClient

from answer.errors import InvalidQuestionError
from api.app import create_app
from api.errors import DOMAIN_ERRORS, ERROR_KINDS, ServiceError
from api.sections import ApiSettings
from retrieval.errors import UnknownCollectionError
from tests.api.fakes import FakeBackend

QUESTION = {"question": "How long do refunds take?"}


def _client(error: Exception | None = None) -> TestClient:
    app = create_app(ApiSettings(), FakeBackend(error=error).opened)
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def test_a_problem_says_what_and_which_request() -> None:
    with _client(UnknownCollectionError("there is no collection 'hr'")) as client:
        reply = client.post("/v1/answers", json=QUESTION)
    assert reply.status_code == 404
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "there is no collection 'hr'",
        "code": "unknown_collection",
        "request_id": reply.headers["X-Request-ID"],
    }


@pytest.mark.parametrize("kind", [kind for kind in ERROR_KINDS if kind is not ServiceError])
def test_every_error_of_the_table_reaches_the_caller_as_the_table_says(kind: type[Exception]) -> None:
    with _client(kind("what happened")) as client:
        reply = client.post("/v1/answers", json=QUESTION)
    expected = ERROR_KINDS[kind]
    assert (reply.status_code, reply.json()["code"]) == (expected.status, expected.code)
    assert reply.json()["detail"] == "what happened"


@pytest.mark.parametrize("base", DOMAIN_ERRORS)
def test_an_error_that_no_row_names_is_still_a_problem(base: type[Exception]) -> None:
    error = ServiceError("?", status=502, code="internal") if base is ServiceError else base("?")
    with _client(error) as client:
        assert client.post("/v1/answers", json=QUESTION).json()["code"] == "internal"


def test_a_surprise_tells_the_caller_nothing_of_the_inside() -> None:
    with _client(ValueError("/srv/secret/path")) as client:
        reply = client.post("/v1/answers", json=QUESTION)
    assert (reply.status_code, reply.json()["code"]) == (500, "internal")
    assert "secret" not in reply.text


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({}, "question"),
        ({"question": 5}, "question"),
        ({"question": "q", "operating_point": "lax"}, "operating_point"),
        ({"question": "q", "conversation": [{"role": "user"}]}, "conversation.0.text"),
        ({"question": "q", "stream": True}, "stream"),
    ],
)
def test_a_payload_that_does_not_fit_names_the_fields(payload: dict[str, object], field: str) -> None:
    with _client() as client:
        reply = client.post("/v1/answers", json=payload)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_payload")
    assert field in reply.json()["errors"]


def test_an_invalid_question_is_no_payload_problem() -> None:
    with _client(InvalidQuestionError("the question is empty")) as client:
        assert client.post("/v1/answers", json={"question": " "}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "not_found"), ("GET", "/v1/answers", 405, "method_not_allowed")],
)
def test_unknown_paths_and_methods_are_problems_too(method: str, path: str, status: int, code: str) -> None:
    with _client() as client:
        reply = client.request(method, path)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert reply.headers["content-type"] == "application/problem+json"
