from itertools import islice
from pathlib import Path

import pytest

from eval.retrieval.search_speed import make_versions, measure_search, time_calls
from tests.eval.folders import make_bench

WORDS = ["the", "of", "plan", "seat", "refund", "month", "year", "team"]


def test_documents_are_different_and_for_different_people() -> None:
    versions = list(islice(make_versions(WORDS), 12))
    chunks = [chunk for version in versions for chunk in version.chunks]
    assert len({chunk.id for chunk in chunks}) == 120
    assert [len(version.audiences) for version in versions[:4]] == [0, 1, 1, 0]
    assert all(chunk.audiences == version.audiences for version in versions for chunk in version.chunks)


def test_every_call_is_timed_once_after_the_first_ones_were_made() -> None:
    made: list[str] = []
    spent = time_calls([f"query {number}" for number in range(30)], made.append)
    assert (len(spent), len(made)) == (30, 40)


@pytest.mark.integration
def test_one_collection_is_searched_at_each_size(tmp_path: Path) -> None:
    figures = measure_search(make_bench(tmp_path), WORDS, sizes=(40, 20), queries=3)
    names = [figure.name for figure in figures]
    assert names[:2] == ["20 chunks: search, p50", "20 chunks: search, p95"]
    assert names[5] == "40 chunks: search, p50"
    assert all(figure.whole and figure.whole.sample == 3 for figure in figures)
