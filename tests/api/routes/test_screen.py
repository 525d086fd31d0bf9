import pytest
from fastapi.testclient import TestClient

from api.schemas import ScreenRow
from tests.api.fakes import FakeBackend
from verify.screening.findings import Origin


@pytest.mark.parametrize(
    ("payload", "origin"),
    [({"text": "hi"}, Origin.USER), ({"text": "hi", "origin": "document"}, Origin.DOCUMENT)],
)
def test_a_text_is_screened_as_its_origins(
    payload: dict[str, str], origin: Origin, client: TestClient, backend: FakeBackend
) -> None:
    body = client.post("/v1/screen", json=payload).json()
    assert set(body) == {"injection", "injection_score", "findings", "pii", "redacted"}
    assert backend.asked == [ScreenRow(text="hi", origin=origin)]
