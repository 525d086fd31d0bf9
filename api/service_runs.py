"""Runs a suite against a running service: what it tells of itself first, then case by case."""

from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import BaseModel

from api.client import ServiceClient
from api.document_client import DocumentClient
from api.document_rows import DocumentPageRow
from api.errors import ServiceError
from api.schemas import VerifyRow
from api.service_answerer import ServiceAnswerer
from api.service_calls import address_of, call
from eval.runs.run import Run
from eval.runs.running import Limits, OnDone, Plan, run_plan
from eval.runs.service_plan import ServiceState, fit_to_service, plan_for_service
from eval.runs.store import RunStore
from eval.runs.suite import EvidenceMode, Suite, read_suite

DOCUMENTS_AT_ONCE = 1000
NOT_FOUND = 404
PROBE = VerifyRow(contexts=["Plumbline checks claims."], answer="Plumbline checks claims.")


class _Info(BaseModel):
    version: str


class _OpenApi(BaseModel):
    info: _Info


@dataclass(frozen=True, slots=True)
class ServiceRun:
    """A plan for the service behind `http`, which has been reached with the key at hand."""

    http: httpx.Client
    plan: Plan

    def run(self, store: RunStore, *, limits: Limits, on_done: OnDone) -> Run:
        """Ask what is left to ask, and return the finished run.

        Raises:
            CostCapReachedError: the answers have cost as much as they may.
            RunStoreError: the store cannot be used.
        """
        return run_plan(self.plan, store, self._open_answerer, limits=limits, on_done=on_done)

    def _open_answerer(self) -> ServiceAnswerer:
        return ServiceAnswerer(ServiceClient(self.http), self.plan.suite.collection)


def open_service_run(
    http: httpx.Client, file: Path, *, collection: str | None, data: Path | None
) -> ServiceRun:
    """Read the suite and its cases, and what the service tells of itself.

    Raises:
        SuiteError: the suite wants what a service does not do, or does not fit its data.
        DatasetError: the cases cannot be read.
        ServiceError: the service refuses the key, or has no such collection.
        ServiceUnreachableError: nothing answers there.
    """
    suite = fit_to_service(read_suite(file), collection=collection)
    state = read_state(http, suite)
    return ServiceRun(http, plan_for_service(suite, state, beside=file.parent, data=data))


def read_state(http: httpx.Client, suite: Suite) -> ServiceState:
    """Return what the service tells of itself; its documents only where the suite searches them."""
    if suite.evidence is EvidenceMode.GIVEN:
        # Whether it can be asked at all, and with this key, shows here and not in every outcome.
        ServiceClient(http).verify(PROBE)
        return ServiceState(address_of(http), _read_version(http))
    return ServiceState(address_of(http), _read_version(http), _list_documents(http, suite.collection))


def _list_documents(http: httpx.Client, collection: str | None) -> list[tuple[str, str]]:
    client, found = DocumentClient(http), list[tuple[str, str]]()
    while True:
        row = DocumentPageRow(collection=collection, limit=DOCUMENTS_AT_ONCE, offset=len(found))
        page = client.list_documents(row)
        found += [(record.path, record.live.id) for record in page.documents]
        if not page.documents or len(found) >= page.total:
            return found


def _read_version(http: httpx.Client) -> str:
    try:
        return call(http, "GET", "/openapi.json", _OpenApi).info.version
    except ServiceError as exc:
        if exc.status == NOT_FOUND:
            # Whoever stands in front of it need not pass its description on.
            return "of unknown version"
        raise
