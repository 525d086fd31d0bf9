import pytest

from ingest.loaders.pdf_hyphens import join_lines, known_compounds


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["one", "two"], "one two"),
        (["the cus-", "tomer pays"], "the customer pays"),
        (["a long-", "term plan"], "a long-term plan"),
        (["the Lucene-", "BM25 system"], "the Lucene-BM25 system"),
        (["are ap\ufffeplied now"], "are applied now"),
        (["a long\ufffeterm plan"], "a long-term plan"),
        (["from 10-", "20 days"], "from 10- 20 days"),
        (["stray \ufffe mark"], "stray - mark"),
    ],
)
def test_lines_are_joined_and_hyphenation_undone(lines: list[str], text: str) -> None:
    assert join_lines(lines, compounds=frozenset({"long-term"})) == text


def test_compounds_are_learned_from_inside_lines() -> None:
    assert known_compounds(["A Long-term plan", "the cus-"]) == {"long-term"}
