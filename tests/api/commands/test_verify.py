import json

from api.schemas import VerifyRow
from tests.api.commands.conftest import Run
from tests.api.fakes import FakeBackend

CONTEXT = "Refunds take up to 14 days."


def test_a_person_reads_why_a_claim_failed(run: Run) -> None:
    result = run("verify", "Refunds take 30 days.", "--context", CONTEXT)
    assert "not grounded" in result.stdout
    assert "✗ Refunds take 30 days." in result.stdout
    assert "the sources say 14, the answer says 30" in result.stdout


def test_everything_given_is_checked(run: Run, backend: FakeBackend) -> None:
    run("verify", "a", "--context", "b", "--context", CONTEXT, "--question", "q", "--json")
    assert backend.asked == [VerifyRow(answer="a", contexts=["b", CONTEXT], question="q")]


def test_a_batch_row_has_exactly_the_agreed_keys(run: Run) -> None:
    row = b'{"id":1,"contexts":["c"],"answer":"a","question":null,"label":"x"}\n'
    found = json.loads(run("verify", "--batch", "-", "-", stdin=row).stdout)
    assert set(found) == {"id", "outcome", "grounded", "score", "claims", "milliseconds"}
