"""A chat-completions server on loopback that answers from a script, for tests with the real openai SDK."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    path: str
    authorization: str
    body: dict[str, Any]


class ChatServer(ThreadingHTTPServer):
    """Each request takes the next reply of `script`; what finds none is given to `respond`, else gets a 418.

    `respond` is for callers that ask several things at the same time, in whatever order.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script: list[Reply] = []
        self.respond: Callable[[ReceivedRequest], Reply] = lambda _: status(418, "the script is over")
        self.requests: list[ReceivedRequest] = []
        self.is_over = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: ChatServer

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        authorization = self.headers["Authorization"]
        request = ReceivedRequest(self.path, authorization, json.loads(content))
        self.server.requests.append(request)
        reply = self.server.script.pop(0) if self.server.script else self.server.respond(request)
        with suppress(ConnectionError):  # the client may have gone
            reply(self)

    def begin(self, code: int, headers: Mapping[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        """Say nothing: the tests look at `requests`."""


Reply = Callable[[_Handler], None]


@contextmanager
def running_chat_server() -> Iterator[ChatServer]:
    with ChatServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()


def raw(body: str, *, content_type: str = "application/json") -> Reply:
    """Send this body; a lone surrogate in it stands for a byte that is no UTF-8."""

    def reply(handler: _Handler) -> None:
        handler.begin(200, {"Content-Type": content_type})
        handler.wfile.write(body.encode(errors="surrogateescape"))

    return reply


def completion(
    content: str | None, *, finish_reason: str = "stop", refusal: str | None = None, choices: int = 1
) -> Reply:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return raw(json.dumps(_envelope("chat.completion") | {"choices": [choice] * choices, "usage": USAGE}))


def streamed(*deltas: str, finish_reason: str | None = "stop", ending: str = "data: [DONE]\n\n") -> Reply:
    """Send the deltas as server-sent events; no `finish_reason` means that the stream breaks off."""
    chunks: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": {"content": delta}, "finish_reason": None}]} for delta in deltas
    ]
    if finish_reason:
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}]})
        chunks.append({"choices": [], "usage": USAGE})
    events = [f"data: {json.dumps(_envelope('chat.completion.chunk') | chunk)}\n\n" for chunk in chunks]
    return raw("".join(events) + (ending if finish_reason else ""), content_type="text/event-stream")


def stream_error(*deltas: str, code: str, message: str) -> Reply:
    event = f"data: {json.dumps({'error': {'message': message, 'code': code}})}\n\n"
    return streamed(*deltas, ending=event)


def status(
    code: int,
    message: str = "scripted error",
    *,
    error: Mapping[str, str | None] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    body = {"error": {"message": message, "type": "scripted", "param": None, "code": None, **(error or {})}}

    def reply(handler: _Handler) -> None:
        handler.begin(code, {"Content-Type": "application/json", **(headers or {})})
        handler.wfile.write(json.dumps(body).encode())

    return reply


def unsupported(parameter: str, *, code: str | None = "unsupported_parameter") -> Reply:
    """What OpenAI sends; with no code it is what a server says that only has words."""
    named = parameter if code else None
    return status(400, f"Unsupported parameter: '{parameter}'.", error={"param": named, "code": code})


def hang(handler: _Handler) -> None:
    """Never answer, until the test is over."""
    handler.server.is_over.wait(30)


def trickle(handler: _Handler) -> None:
    """Send a blank every 20 ms for two seconds, as providers do to keep a slow call alive."""
    handler.begin(200, {"Content-Type": "application/json"})
    for _ in range(100):
        handler.server.is_over.wait(0.02)
        handler.wfile.write(b" ")


def drop(handler: _Handler) -> None:
    """Promise a long body and hang up after its start."""
    handler.begin(200, {"Content-Type": "application/json", "Content-Length": "10000"})
    handler.wfile.write(b'{"id": "x", "choices": [')


def drop_rejection(handler: _Handler) -> None:
    """Begin an error reply and hang up."""
    handler.begin(503, {"Content-Type": "application/json", "Content-Length": "10000"})
    handler.wfile.write(b'{"error": {')


@dataclass(slots=True)
class RecordedTime:
    """A clock that only sleeping moves, and the sleeps."""

    now: float = 1_000_000.0
    sleeps: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


def _envelope(kind: str) -> dict[str, object]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": "scripted"}
