from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.chunk import RetrievedChunk
from retrieval.relevance import estimate_relevance, keep_relevant, share_of_words
from tests.retrieval.stored import make_version

(REFUNDS, MAIL) = make_version("refunds.md", "Refunds are paid within 30 days.", "Ask by mail.").chunks
(PRICES,) = make_version("prices.md", "The annual plan costs $30.").chunks


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("refunds", 1.0),
        ("How are refunds paid?", 1.0),
        ("REFUNDS in 60 days", 2 / 3),
        ("refund", 0.0),
        ("salaries", 0.0),
        ("", 0.0),
        ("?!", 0.0),
    ],
)
def test_words_of_the_query_count_when_they_stand_in_the_chunk(query: str, share: float) -> None:
    assert share_of_words(query, REFUNDS) == pytest.approx(share)


def test_headings_count_as_words_of_the_chunk() -> None:
    assert share_of_words("annual refunds", replace(REFUNDS, heading="Annual plans")) == 1.0


@given(query=st.text(), similarity=st.floats(-1, 1))
def test_it_is_a_probability_that_grows_with_the_similarity(query: str, similarity: float) -> None:
    relevance = estimate_relevance(query, REFUNDS, similarity=similarity)
    assert 0 < relevance < 1
    assert relevance <= estimate_relevance(query, REFUNDS, similarity=1.0)


def test_shared_words_make_it_more_likely() -> None:
    shares, lacks = (
        estimate_relevance(query, REFUNDS, similarity=0.4) for query in ("refunds paid", "salaries raised")
    )
    assert shares > lacks


def test_a_neighbour_goes_with_the_chunk_that_it_completes() -> None:
    found = RetrievedChunk(REFUNDS, 0.3, 0.6, 0.5)
    beside = RetrievedChunk(MAIL, 0.0, 0.0, 0.001, is_neighbour=True)
    other = RetrievedChunk(PRICES, 0.2, 0.1, 0.01)

    assert keep_relevant([found, other, beside], floor=0.1) == [found, beside]
    assert keep_relevant([found, other, beside], floor=0.6) == []
    assert keep_relevant([found, other, beside], floor=0.0) == [found, other, beside]
