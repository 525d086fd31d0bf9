"""The `Backend` of `--url`: the same calls, answered by a running service over httpx."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar

import httpx
from pydantic import BaseModel, SecretStr

from answer.answer import Answer
from api.schemas import REQUEST_ID_HEADER, AskRow, ScreenRow, SearchResult, SearchRow, VerifyResult, VerifyRow
from api.service_calls import call, connect_http
from verify.screening.screening import Screening

Shape = TypeVar("Shape")


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

    def close(self) -> None:
        self._http.close()

    def _post(
        self, path: str, row: BaseModel, shape: type[Shape], *, headers: Mapping[str, str] | None = None
    ) -> Shape:
        content = row.model_dump(mode="json", exclude_none=True)
        return call(self._http, "POST", path, shape, json=content, headers=headers)


@contextmanager
def open_service(url: str, *, key: SecretStr | None = None) -> Iterator[ServiceClient]:
    """Yield a client of the service at `url`, as `connect_service` makes it."""
    service = connect_service(url, key=key)
    try:
        yield service
    finally:
        service.close()


def connect_service(url: str, *, key: SecretStr | None = None) -> ServiceClient:
    """Return a client of the service at `url`; nothing is sent yet.

    Raises:
        InvalidInputError: it is no web address.
    """
    return ServiceClient(connect_http(url, key=key))
