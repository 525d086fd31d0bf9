from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.sections import ApiSettings
from tests.api.fakes import FakeBackend

PATHS = {
    "/v1/answers": "post",
    "/v1/search": "post",
    "/v1/verify": "post",
    "/v1/screen": "post",
    "/healthz": "get",
    "/readyz": "get",
}


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = create_app(ApiSettings(max_body_bytes=1000), FakeBackend().opened)
    with TestClient(app, base_url="http://127.0.0.1") as opened:
        yield opened


def test_the_openapi_page_describes_every_route(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path: next(iter(methods)) for path, methods in paths.items()} == PATHS
    for path, method in PATHS.items():
        assert paths[path][method]["summary"]


@pytest.mark.parametrize("path", [path for path, method in PATHS.items() if method == "post"])
def test_every_post_route_documents_an_example_and_its_problems(path: str, client: TestClient) -> None:
    page = client.get("/openapi.json").json()
    route = page["paths"][path]["post"]
    name = route["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
    assert page["components"]["schemas"][name]["examples"]
    for status in ("403", "413", "422"):
        assert "application/problem+json" in route["responses"][status]["content"]


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
