"""Ends a reply whose body trickles in for longer than its request may take: step "generate".

The HTTP library's limit starts anew with every byte, and providers send blank lines to keep a slow call
alive, so that without this a call could last for minutes however short its timeout.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2


def limiting_hooks(clock: Callable[[], float]) -> "dict[str, list[Callable[..., None]]]":
    """Event hooks for the HTTP client that make the read timeout hold for the reply as a whole.

    Only the time spent waiting for the provider counts, so a slow reader of a stream loses nothing.
    """
    # The SDK's own HTTP library, which takes for a body only what is derived from its SyncByteStream.
    # Imported here, because only a remote chat model needs it.
    import httpx2  # noqa: PLC0415

    class LimitedBody(httpx2.SyncByteStream):
        def __init__(self, body: httpx2.SyncByteStream, request: httpx2.Request, *, seconds: float) -> None:
            self._body = body
            self._request = request
            self._seconds = seconds

        def __iter__(self) -> Iterator[bytes]:
            left, asked = self._seconds, clock()
            for part in self._body:
                left -= clock() - asked
                if left < 0:
                    raise httpx2.ReadTimeout("the body took too long", request=self._request)
                yield part
                asked = clock()

        def close(self) -> None:
            self._body.close()

    def start(request: httpx2.Request) -> None:
        request.extensions["plumbline_started"] = clock()

    def limit(response: httpx2.Response) -> None:
        extensions = response.request.extensions
        left = extensions["timeout"]["read"] - (clock() - extensions["plumbline_started"])
        if isinstance(response.stream, httpx2.SyncByteStream):
            response.stream = LimitedBody(response.stream, response.request, seconds=left)

    return {"request": [start], "response": [limit, _read_rejection]}


def _read_rejection(response: "httpx2.Response") -> None:
    """Read here what the SDK, for a stream, would read where it no longer translates what goes wrong."""
    if response.is_error:
        response.read()
