"""Lets an httpx client talk to the service in this process: no socket, the same requests and replies."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from fastapi.testclient import TestClient

from api.app import create_app
from api.sections import ApiSettings
from tests.api.fakes import FakeBackend

HOP_BY_HOP = ("content-length", "transfer-encoding")


class AppTransport(httpx.BaseTransport):
    def __init__(self, client: TestClient) -> None:
        self._client = client

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = [(name, value) for name, value in request.headers.items() if name not in HOP_BY_HOP]
        reply = self._client.request(
            request.method, str(request.url), content=request.read(), headers=dict(headers)
        )
        return httpx.Response(reply.status_code, headers=dict(reply.headers), content=reply.content)


@contextmanager
def open_app(backend: FakeBackend) -> Iterator[httpx.Client]:
    app = create_app(ApiSettings(), backend.opened)
    base_url = "http://127.0.0.1"
    with (
        TestClient(app, base_url=base_url) as client,
        httpx.Client(base_url=base_url, transport=AppTransport(client)) as http,
    ):
        yield http
