import pytest
from fastapi.testclient import TestClient

from api.readiness import PartReport, PartState
from tests.api.fakes import FakeBackend


def test_a_living_process_says_so(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("state", "status", "ready"),
    [
        (PartState.READY, 200, True),
        (PartState.FALLBACK, 200, True),
        (PartState.OFF, 200, True),
        (PartState.FAILED, 503, False),
    ],
)
def test_readiness_is_told_by_part(
    state: PartState, status: int, ready: bool, client: TestClient, backend: FakeBackend
) -> None:
    backend.reports = [PartReport("audit log", state, "why")]
    reply = client.get("/readyz")
    assert reply.status_code == status
    assert reply.json() == {
        "ready": ready,
        "parts": [{"part": "audit log", "state": state.value, "detail": "why"}],
    }
