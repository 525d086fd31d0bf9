from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.sections import ApiSettings
from tests.api.fakes import FakeBackend

ROUTES = [
    ("post", "/v1/answers"),
    ("post", "/v1/search"),
    ("post", "/v1/verify"),
    ("post", "/v1/screen"),
    ("post", "/v1/documents"),
    ("get", "/v1/documents"),
    ("delete", "/v1/documents"),
    ("get", "/v1/documents/{document_id}"),
    ("get", "/v1/documents/{document_id}/versions"),
    ("get", "/v1/documents/{document_id}/chunks"),
    ("delete", "/v1/documents/{document_id}"),
    ("get", "/v1/jobs"),
    ("get", "/v1/jobs/{job_id}"),
    ("post", "/v1/jobs/{job_id}/cancel"),
    ("get", "/healthz"),
    ("get", "/readyz"),
]
QUESTIONS = ("/v1/answers", "/v1/search", "/v1/verify", "/v1/screen")


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = create_app(ApiSettings(max_body_bytes=1000), FakeBackend().opened)
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        yield opened


def test_the_openapi_page_describes_every_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert sorted((method, path) for path, methods in paths.items() for method in methods) == sorted(ROUTES)
    names = [paths[path][method]["operationId"] for method, path in ROUTES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_is_summed_up_and_documents_its_problems(
    method: str, path: str, client: TestClient
) -> None:
    route = client.get("/openapi.json").json()["paths"][path][method]
    assert route["summary"]
    if path.startswith("/v1"):
        for status in ("403", "413", "422"):
            assert "application/problem+json" in route["responses"][status]["content"]


@pytest.mark.parametrize("path", QUESTIONS)
def test_every_route_that_takes_json_documents_an_example(path: str, client: TestClient) -> None:
    page = client.get("/openapi.json").json()
    body = page["paths"][path]["post"]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    assert page["components"]["schemas"][name]["examples"]


def test_the_upload_documents_its_files_and_fields(client: TestClient) -> None:
    body = client.get("/openapi.json").json()["paths"]["/v1/documents"]["post"]["requestBody"]
    schema = body["content"]["multipart/form-data"]["schema"]
    assert set(schema["properties"]) == {"files", "collection", "source", "audiences", "sync"}
    assert schema["required"] == ["files"]


def test_the_backend_is_opened_with_the_service_and_closed_with_it() -> None:
    events: list[str] = []

    class _Opening:
        def __enter__(self) -> FakeBackend:
            events.append("opened")
            return FakeBackend()

        def __exit__(self, *_: object) -> None:
            events.append("closed")

    with TestClient(create_app(ApiSettings(), _Opening), base_url="http://127.0.0.1") as opened:
        assert opened.get("/healthz").json() == {"status": "ok"}
        assert events == ["opened"]
    assert events == ["opened", "closed"]


def test_a_body_over_the_configured_limit_is_refused(client: TestClient) -> None:
    assert client.post("/v1/answers", json={"question": "x" * 2000}).status_code == 413


def test_a_request_for_another_host_is_refused(client: TestClient) -> None:
    assert client.get("/healthz", headers={"Host": "evil.example"}).status_code == 403


def test_the_interactive_page_is_served(client: TestClient) -> None:
    assert client.get("/docs").status_code == 200
