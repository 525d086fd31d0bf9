from collections.abc import Iterator

import httpx2
import pytest

from answer.openai_time_limit import limiting_hooks
from tests.answer.openai_server import RecordedTime

LIMIT = 1.0


class SlowServer:
    """Sends the status after one pause, and each part of the body after another."""

    def __init__(self, *, pauses: tuple[float, ...], status: int = 200) -> None:
        self.time = RecordedTime()
        self.pauses = pauses
        self.status = status
        self.is_closed = False
        self.client = httpx2.Client(
            transport=httpx2.MockTransport(self._handle),
            timeout=LIMIT,
            event_hooks=limiting_hooks(self.time.read),
        )

    def stream(self) -> httpx2.Response:
        return self.client.send(self.client.build_request("GET", "http://provider/"), stream=True)

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        self.time.now += self.pauses[0]
        return httpx2.Response(self.status, content=self._body())

    def _body(self) -> Iterator[bytes]:
        try:
            for pause in self.pauses[1:]:
                self.time.now += pause
                yield b"."
        finally:
            self.is_closed = True


@pytest.mark.parametrize("pauses", [(0.0,), (0.9, 0.05), (0.2, 0.2, 0.2, 0.2)])
def test_a_body_that_comes_within_the_limit_is_whole(pauses: tuple[float, ...]) -> None:
    assert SlowServer(pauses=pauses).stream().read() == b"." * (len(pauses) - 1)


@pytest.mark.parametrize("pauses", [(0.0, 1.1), (0.9, 0.2), (0.0, *[0.3] * 4)])
def test_a_body_that_trickles_in_for_longer_is_given_up(pauses: tuple[float, ...]) -> None:
    server = SlowServer(pauses=pauses)
    with pytest.raises(httpx2.ReadTimeout):
        server.stream().read()


def test_a_slow_reader_loses_nothing() -> None:
    server = SlowServer(pauses=(0.1, 0.1, 0.1, 0.1))
    received = b""
    for part in server.stream().iter_bytes():
        received += part
        server.time.now += 10.0
    assert received == b"..."


def test_each_request_has_the_whole_limit() -> None:
    server = SlowServer(pauses=(0.4, 0.4))
    assert [server.stream().read() for _ in range(3)] == [b"."] * 3


@pytest.mark.parametrize(("status", "is_read"), [(200, False), (400, True), (503, True)])
def test_only_the_body_of_a_rejection_is_read_at_once(status: int, is_read: bool) -> None:
    server = SlowServer(pauses=(0.0, 0.1), status=status)
    assert server.stream().is_stream_consumed is is_read


def test_a_rejection_that_trickles_in_is_given_up_too() -> None:
    with pytest.raises(httpx2.ReadTimeout):
        SlowServer(pauses=(0.0, 1.1), status=503).stream()
