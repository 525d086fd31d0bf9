"""The port behind both front doors, command and HTTP.

`local.py` works on the data folder of this machine, `client.py` asks a running service.
"""

from typing import Protocol

from answer.answer import Answer
from api.document_backend import DocumentBackend
from api.readiness import PartReport
from api.schemas import AskRow, ScreenRow, SearchResult, SearchRow, VerifyResult, VerifyRow
from ingest.job_desk import JobDesk
from verify.screening.screening import Screening, screen


class Screener(Protocol):
    def screen(self, row: ScreenRow) -> Screening: ...


class Backend(Screener, Protocol):
    """Each call may raise one of the `DOMAIN_ERRORS`."""

    def answer(self, row: AskRow, *, request_id: str | None = None) -> Answer:
        """Answer one question; the answer and its audit row carry the request id, or a new one."""
        ...

    def search(self, row: SearchRow) -> SearchResult: ...

    def verify(self, row: VerifyRow) -> VerifyResult: ...


class ServingBackend(Backend, Protocol):
    """A backend that a service can stand on: it takes documents in, and can tell whether its parts work."""

    @property
    def default_collection(self) -> str: ...

    @property
    def documents(self) -> DocumentBackend: ...

    @property
    def jobs(self) -> JobDesk: ...

    def check_parts(self) -> list[PartReport]: ...


class TextScreener:
    """Screens on this machine; it needs no data folder, and so takes no lock."""

    def screen(self, row: ScreenRow) -> Screening:
        return screen(row.text, origin=row.origin)
