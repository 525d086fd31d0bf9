import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api.middleware import BodyLimitMiddleware, LoopbackOnlyMiddleware, RequestIdMiddleware


async def _echo(request: Request) -> Response:
    return JSONResponse({"size": len(await request.body()), "id": request.state.request_id})


@pytest.fixture
def client() -> Iterator[TestClient]:
    middleware = [
        Middleware(RequestIdMiddleware),
        Middleware(LoopbackOnlyMiddleware),
        Middleware(BodyLimitMiddleware, max_bytes=10, exempt=[("POST", "/files")]),
    ]
    routes = [Route(path, _echo, methods=["GET", "POST", "PUT"]) for path in ("/", "/files")]
    app = Starlette(routes=routes, middleware=middleware)
    with TestClient(app, base_url="http://127.0.0.1:8000") as opened:
        yield opened


class TestRequestId:
    def test_every_response_carries_the_id_that_the_route_saw(self, client: TestClient) -> None:
        reply = client.get("/")
        assert re.fullmatch(r"[0-9a-f-]{36}", reply.headers["X-Request-ID"])
        assert reply.json()["id"] == reply.headers["X-Request-ID"]

    def test_a_callers_own_id_is_kept(self, client: TestClient) -> None:
        assert client.get("/", headers={"X-Request-ID": "bot-17"}).headers["X-Request-ID"] == "bot-17"

    @pytest.mark.parametrize("given", ["a b", "x" * 65, "a\tb", '"'])
    def test_an_id_that_could_harm_a_log_is_replaced(self, given: str, client: TestClient) -> None:
        assert client.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


class TestLoopbackOnly:
    @pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000", "127.0.0.1"])
    def test_a_request_for_this_machine_passes(self, host: str, client: TestClient) -> None:
        assert client.get("/", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "", "["])
    def test_a_name_that_was_rebound_to_this_machine_is_refused(self, host: str, client: TestClient) -> None:
        reply = client.get("/", headers={"Host": host})
        assert reply.status_code == 403
        assert reply.json()["code"] == "host_not_allowed"
        assert reply.json()["request_id"] == reply.headers["X-Request-ID"]

    @pytest.mark.parametrize(
        ("origin", "status"),
        [("http://localhost:3000", 200), ("https://evil.example", 403), ("null", 403)],
    )
    def test_a_page_elsewhere_may_not_make_the_browser_ask(
        self, origin: str, status: int, client: TestClient
    ) -> None:
        assert client.post("/", headers={"Origin": origin}).status_code == status


def _stream(*parts: bytes) -> Iterator[bytes]:
    yield from parts


class TestBodyLimit:
    def test_a_body_up_to_the_limit_reaches_the_route_whole(self, client: TestClient) -> None:
        assert client.post("/", content=b"x" * 10).json()["size"] == 10

    def test_a_streamed_body_reaches_the_route_whole(self, client: TestClient) -> None:
        assert client.post("/", content=_stream(b"xxx", b"yyy")).json()["size"] == 6

    def test_a_larger_body_is_refused(self, client: TestClient) -> None:
        reply = client.post("/", content=b"x" * 11)
        assert reply.status_code == 413
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.json()["code"] == "body_too_large"

    def test_a_body_that_announces_no_length_is_counted(self, client: TestClient) -> None:
        assert client.post("/", content=_stream(b"x" * 6, b"x" * 6)).status_code == 413

    def test_a_route_that_bounds_its_body_itself_is_left_alone(self, client: TestClient) -> None:
        assert client.post("/files", content=b"x" * 11).json()["size"] == 11
        assert client.put("/files", content=b"x" * 11).status_code == 413
