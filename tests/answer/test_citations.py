from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.citations import cite
from tests.answer.desk import PREAMBLE, make_chunk
from verify.grounding.verdict import ClaimVerdict, EvidenceSpan, Verdict

TEXT = "A pause costs £12. It lasts five months."
CHUNK = make_chunk(TEXT, heading="Pausing")
DOCUMENT = PREAMBLE + TEXT


def claim(*evidence: EvidenceSpan) -> ClaimVerdict:
    return ClaimVerdict(0, 18, "A pause costs £12.", Verdict.SUPPORTED, 0.99, evidence=evidence)


def test_a_citation_says_where_the_claim_stands() -> None:
    cited = cite([claim(EvidenceSpan(0, 19, 40))], [CHUNK])
    (found,) = cited.citations
    assert (found.source, found.document, found.title, found.heading) == (
        "docs",
        "plans.md",
        "Plans",
        "Pausing",
    )
    assert (found.chunk, found.version, found.page) == (CHUNK.id, CHUNK.version, None)
    assert found.quote == "It lasts five months."
    assert cited.claims[0].citations == (0,)


@settings(max_examples=100, deadline=None)
@given(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).filter(lambda span: span[0] < span[1]))
def test_the_quote_is_the_named_slice_of_chunk_and_document(span: tuple[int, int]) -> None:
    (found,) = cite([claim(EvidenceSpan(0, *span))], [CHUNK]).citations
    assert found.quote == TEXT[found.chunk_start : found.chunk_end] == DOCUMENT[found.start : found.end]


def test_what_is_left_off_before_a_neighbour_counts_in_its_stored_chunk() -> None:
    cut = replace(CHUNK, text=TEXT[19:], start=CHUNK.start + 19, skipped=19)
    (found,) = cite([claim(EvidenceSpan(0, 3, 8))], [cut]).citations

    assert found.quote == "lasts" == TEXT[found.chunk_start : found.chunk_end]
    assert found.quote == DOCUMENT[found.start : found.end]


def test_a_passage_that_several_claims_stand_on_is_listed_once() -> None:
    first, second = EvidenceSpan(0, 0, 18), EvidenceSpan(0, 19, 40)
    cited = cite([claim(first, second, first), claim(second)], [CHUNK])
    assert [found.quote for found in cited.citations] == [TEXT[:18], TEXT[19:]]
    assert [one.citations for one in cited.claims] == [(0, 1), (1,)]


def test_claims_keep_their_offsets_verdict_and_order() -> None:
    cited = cite([claim(EvidenceSpan(0, 0, 18)), claim()], [CHUNK])
    assert [(one.start, one.end, one.verdict, one.citations) for one in cited.claims] == [
        (0, 18, Verdict.SUPPORTED, (0,)),
        (0, 18, Verdict.SUPPORTED, ()),
    ]


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (EvidenceSpan(1, 0, 5), "cites evidence 1 of 1"),
        (EvidenceSpan(-1, 0, 5), "cites evidence -1 of 1"),
        (EvidenceSpan(0, -1, 5), "cites -1..5 of a chunk of 40 characters"),
        (EvidenceSpan(0, 5, 5), r"cites 5\.\.5"),
        (EvidenceSpan(0, 6, 5), r"cites 6\.\.5"),
        (EvidenceSpan(0, 0, 41), r"cites 0\.\.41"),
    ],
)
def test_a_citation_outside_its_chunk_is_never_shown(span: EvidenceSpan, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cite([claim(span)], [CHUNK])
