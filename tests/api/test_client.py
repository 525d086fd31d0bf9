import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from pydantic import SecretStr

from api.client import ServiceClient, open_service
from api.errors import InvalidInputError, ServiceError, ServiceUnreachableError
from api.schemas import AskRow, SearchRow, VerifyRow, to_wire
from tests.api.fakes import HIT, make_answer, make_verification

Handler = Callable[[httpx.Request], httpx.Response]


@contextmanager
def _client(handler: Handler) -> Iterator[ServiceClient]:
    transport = httpx.MockTransport(handler)
    with httpx.Client(base_url="http://127.0.0.1:8000", transport=transport) as http:
        yield ServiceClient(http)


def test_an_answer_of_a_service_is_the_same_value_as_a_local_one() -> None:
    with _client(lambda _: httpx.Response(200, json=to_wire(make_answer()))) as client:
        assert client.answer(AskRow(question="How long do refunds take?")) == make_answer()


def test_a_verification_comes_back_as_it_was_made() -> None:
    with _client(lambda _: httpx.Response(200, json=to_wire(make_verification()))) as client:
        assert client.verify(VerifyRow(contexts=["a"], answer="b")) == make_verification()


def test_fields_a_newer_service_adds_are_ignored() -> None:
    body = {"hits": [{**to_wire(HIT), "new": 1}], "new": 2}
    with _client(lambda _: httpx.Response(200, json=body)) as client:
        assert client.search(SearchRow(query="q")).hits == (HIT,)


def test_only_what_was_said_is_sent() -> None:
    sent: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=to_wire(make_answer()))

    with _client(handle) as client:
        client.answer(AskRow(question="q", audiences=["staff"]))
    assert sent[0].url.path == "/v1/answers"
    assert json.loads(sent[0].content) == {"question": "q", "audiences": ["staff"]}


def test_a_problem_becomes_an_error_with_the_services_own_code() -> None:
    problem = {"status": 404, "title": "Not Found", "detail": "no such", "code": "unknown_collection"}
    with (
        _client(lambda _: httpx.Response(404, json=problem)) as client,
        pytest.raises(ServiceError, match="no such") as raised,
    ):
        client.answer(AskRow(question="q"))
    assert (raised.value.status, raised.value.code) == (404, "unknown_collection")


@pytest.mark.parametrize(
    "reply", [httpx.Response(502, text="<html>bad gateway"), httpx.Response(200, text="<html>hello")]
)
def test_something_that_is_not_plumbline_is_told_apart(reply: httpx.Response) -> None:
    with _client(lambda _: reply) as client, pytest.raises(ServiceError):
        client.answer(AskRow(question="q"))


def test_a_service_that_is_not_there_is_unreachable() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with _client(refuse) as client, pytest.raises(ServiceUnreachableError, match=r"127\.0\.0\.1:8000"):
        client.answer(AskRow(question="q"))


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "http://[::x", ""])
def test_an_impossible_address_is_bad_use(url: str) -> None:
    with pytest.raises(InvalidInputError, match="not the address"), open_service(url):
        pass


def test_the_key_travels_as_a_bearer_token() -> None:
    with open_service("http://127.0.0.1:8000", key=SecretStr("k-1")) as client:
        assert client._http.headers["Authorization"] == "Bearer k-1"
