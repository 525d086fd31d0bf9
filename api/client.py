"""The `Backend` of `--url`: the same calls, answered by a running service over httpx."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import httpx
from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError

from answer.answer import Answer
from api.errors import InvalidInputError, ServiceError, ServiceUnreachableError
from api.schemas import REQUEST_ID_HEADER, AskRow, ScreenRow, SearchResult, SearchRow, VerifyResult, VerifyRow
from verify.screening.screening import Screening

Shape = TypeVar("Shape")
# An answer may wait for a slow chat model and its retries.
TIMEOUT_SECONDS = 180.0


class _Problem(BaseModel):
    """What of a problem document the caller needs."""

    title: str = ""
    detail: str = ""
    code: str = "service"


class ServiceClient:
    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def answer(self, row: AskRow, *, request_id: str | None = None) -> Answer:
        headers = {REQUEST_ID_HEADER: request_id} if request_id else {}
        return self._post("/v1/answers", row, Answer, headers=headers)

    def search(self, row: SearchRow) -> SearchResult:
        return self._post("/v1/search", row, SearchResult)

    def verify(self, row: VerifyRow) -> VerifyResult:
        return self._post("/v1/verify", row, VerifyResult)

    def screen(self, row: ScreenRow) -> Screening:
        return self._post("/v1/screen", row, Screening)

    def _post(
        self, path: str, row: BaseModel, shape: type[Shape], *, headers: Mapping[str, str] | None = None
    ) -> Shape:
        content = row.model_dump(mode="json", exclude_none=True)
        try:
            reply = self._http.post(path, json=content, headers=headers)
        except httpx.HTTPError as exc:
            raise ServiceUnreachableError(f"no service answers at {self._http.base_url}: {exc}") from exc
        if reply.is_error:
            raise _service_error(reply)
        try:
            return TypeAdapter(shape).validate_json(reply.content)
        except ValidationError as exc:
            raise ServiceError(
                f"{self._http.base_url} does not answer like Plumbline: is the address right?",
                status=502,
                code="service",
            ) from exc


@contextmanager
def open_service(url: str, *, key: SecretStr | None = None) -> Iterator[ServiceClient]:
    """Yield a client of the service at `url`.

    Raises:
        InvalidInputError: it is no web address.
    """
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    if not url.startswith(("http://", "https://")):
        raise InvalidInputError(f"{url!r} is not the address of a service: give http://HOST:PORT")
    try:
        http = httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS)
    except (httpx.InvalidURL, UnicodeError) as exc:
        raise InvalidInputError(f"{url!r} is not the address of a service: {exc}") from exc
    with http:
        yield ServiceClient(http)


def _service_error(reply: httpx.Response) -> ServiceError:
    try:
        problem = _Problem.model_validate_json(reply.content)
    except ValidationError:
        problem = _Problem(detail=f"HTTP {reply.status_code}")
    return ServiceError(problem.detail or problem.title, status=reply.status_code, code=problem.code)
