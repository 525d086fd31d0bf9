"""Pure ASGI middleware around every request: its id, who may ask for it, and how large it may be."""

import re
import uuid
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BAD_USE, ErrorKind
from api.problems import problem_response
from api.schemas import REQUEST_ID_HEADER
from api.sections import is_loopback

# Ids of callers end up in logs and headers: only harmless ones are taken over.
SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
FORBIDDEN_HOST = ErrorKind(403, "host_not_allowed", BAD_USE)
TOO_LARGE = ErrorKind(413, "body_too_large", BAD_USE)


class RequestIdMiddleware:
    """Gives every request an id, the caller's if it sent one, and returns it in the response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
        request_id = given if SAFE_ID.fullmatch(given) else str(uuid.uuid4())
        scope.setdefault("state", {})["request_id"] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        await self.app(scope, receive, send_with_id)


class LoopbackOnlyMiddleware:
    """Refuses requests that a web page elsewhere made the browser send here: without keys, anyone could.

    A page whose name was rebound to this machine still says its own name in Host; a page that just posts here
    says it in Origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(Headers(scope=scope)):
            detail = "this service answers only to requests for, and from, this machine"
            await problem_response(scope, FORBIDDEN_HOST, detail)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_local(headers: Headers) -> bool:
    origin = headers.get("origin")
    return _names_loopback(f"//{headers.get('host', '')}") and (origin is None or _names_loopback(origin))


def _names_loopback(address: str) -> bool:
    try:
        return is_loopback(urlsplit(address).hostname or "")
    except ValueError:
        return False


class BodyLimitMiddleware:
    """Reads the body before the route does, and stops at the limit whatever the length header claims.

    The `exempt` routes, by method and path, read theirs as a stream and bound it themselves.
    """

    def __init__(self, app: ASGIApp, *, max_bytes: int, exempt: Collection[tuple[str, str]] = ()) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.exempt = exempt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) in self.exempt:
            await self.app(scope, receive, send)
            return
        body = None if self._claims_too_much(scope) else await self._read(receive)
        if body is None:
            detail = f"the request is larger than {self.max_bytes} bytes"
            await problem_response(scope, TOO_LARGE, detail)(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    def _claims_too_much(self, scope: Scope) -> bool:
        claimed = Headers(scope=scope).get("content-length", "")
        return claimed.isdecimal() and int(claimed) > self.max_bytes

    async def _read(self, receive: Receive) -> list[Message] | None:
        """Return the messages of the body, or None once they hold more than the limit."""
        messages: list[Message] = []
        size = 0
        while True:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self.max_bytes:
                return None
            if not message.get("more_body", False):
                return messages


def _replay(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        for message in waiting:
            return message
        return await receive()

    return replay
