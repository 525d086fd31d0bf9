import json

from api.schemas import SearchRow
from tests.api.commands.conftest import Run
from tests.api.fakes import FakeBackend


def test_a_person_reads_document_place_and_text(run: Run) -> None:
    result = run("search", "refunds")
    assert "1. policies/refunds.md, p. 2 › Annual plans" in result.stdout
    assert "Refunds take up to 14 days." in result.stdout
    assert "relevance 93%" in result.stdout


def test_a_machine_reads_the_hits(run: Run) -> None:
    assert json.loads(run("search", "refunds", "--json").stdout)["hits"][0]["chunk"] == "c1"


def test_options_reach_the_search(run: Run, backend: FakeBackend) -> None:
    run("search", "refunds", "--top-k", "3", "--collection", "hr", "--relevance-floor", "0.2")
    assert backend.asked == [SearchRow(query="refunds", top_k=3, collection="hr", relevance_floor=0.2)]


def test_a_batch_takes_top_k_and_gives_hits_under_the_id(run: Run, backend: FakeBackend) -> None:
    result = run("search", "--batch", "-", "-", "--top-k", "2", stdin=b'{"id":4,"query":"refunds"}\n')
    row = json.loads(result.stdout)
    assert (row["id"], row["hits"][0]["document"]) == (4, "policies/refunds.md")
    assert backend.asked == [SearchRow(query="refunds", top_k=2)]


def test_a_row_that_wants_everything_is_not_held_to_the_floor_of_the_batch(
    run: Run, backend: FakeBackend
) -> None:
    rows = b'{"id":1,"query":"refunds","relevance_floor":0}\n{"id":2,"query":"prices"}\n'
    run("search", "--batch", "-", "-", "--relevance-floor", "0.2", stdin=rows)
    assert backend.asked == [
        SearchRow(query="refunds", relevance_floor=0.0),
        SearchRow(query="prices", relevance_floor=0.2),
    ]
