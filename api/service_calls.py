"""One call to a running service: its JSON as one of our types, its problems as our errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

from api.errors import InvalidInputError, ServiceError, ServiceUnreachableError

Shape = TypeVar("Shape")
# An answer may wait for a slow chat model and its retries.
TIMEOUT_SECONDS = 180.0


class _Problem(BaseModel):
    """What of a problem document the caller needs."""

    title: str = ""
    detail: str = ""
    code: str = "service"


def call(http: httpx.Client, method: str, path: str, shape: type[Shape], **options: Any) -> Shape:  # noqa: ANN401  # httpx's own
    """Send a request and return what comes back.

    Raises:
        ServiceError: the service answered with a problem, or does not answer like Plumbline.
        ServiceUnreachableError: nothing answers there.
    """
    try:
        reply = http.request(method, path, **options)
    except httpx.HTTPError as exc:
        raise ServiceUnreachableError(f"no service answers at {address_of(http)}: {exc}") from exc
    if reply.is_error:
        raise _service_error(reply)
    try:
        return TypeAdapter(shape).validate_json(reply.content)
    except ValidationError as exc:
        raise ServiceError(
            f"{address_of(http)} does not answer like Plumbline: is the address right?",
            status=502,
            code="service",
        ) from exc


@contextmanager
def open_http(url: str, *, key: SecretStr | None = None) -> Iterator[httpx.Client]:
    """Yield a connection to the service at `url`, as `connect_http` makes it."""
    with connect_http(url, key=key) as http:
        yield http


def connect_http(url: str, *, key: SecretStr | None = None) -> httpx.Client:
    """Return a connection to the service at `url`; nothing is sent yet.

    Raises:
        InvalidInputError: it is no web address.
    """
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    if not url.startswith(("http://", "https://")):
        raise InvalidInputError(f"{url!r} is not the address of a service: give http://HOST:PORT")
    try:
        return httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS)
    except (httpx.InvalidURL, UnicodeError) as exc:
        raise InvalidInputError(f"{url!r} is not the address of a service: {exc}") from exc


def address_of(http: httpx.Client) -> str:
    """Return where the service is, without the user and password that the address may hold."""
    return str(http.base_url.copy_with(userinfo=b""))


def _service_error(reply: httpx.Response) -> ServiceError:
    try:
        problem = _Problem.model_validate_json(reply.content)
    except ValidationError:
        problem = _Problem(detail=f"HTTP {reply.status_code}")
    return ServiceError(
        problem.detail or problem.title,
        status=reply.status_code,
        code=problem.code,
        retry_after=_read_seconds(reply.headers.get("Retry-After", "")),
    )


def _read_seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() else None
