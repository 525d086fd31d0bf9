from itertools import pairwise

import pytest

from retrieval.embedder import Embedder, TokenVectors
from tests.fakes import FakeEmbedder
from tests.verify.grounding.tagging.weights import write_weights
from verify.grounding.tagging.tagger import KEPT_EVIDENCE, ReadEvidence, Tagger, Tags, open_tagger

EMBEDDER = FakeEmbedder()
QUESTION, FIRST, SECOND, THIRD = EMBEDDER.embed_tokens(
    ["What does the Basic plan cost?", "The Basic plan costs $30.", "It includes 5 users.", "Pay by card."]
)
EVIDENCE = EMBEDDER.embed_tokens(["The Basic plan costs $30 per month.", "Support answers within a day."])


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    return Tagger(write_weights(tmp_path_factory.mktemp("tagger"), base=EMBEDDER.fingerprint, width=64))


def tag(tagger: Tagger, *claims: TokenVectors, evidence: ReadEvidence | None = None) -> list[Tags | None]:
    return tagger.tag(QUESTION, claims, evidence or tagger.read(EVIDENCE))


def test_every_word_piece_of_a_claim_gets_its_odds(tagger: Tagger) -> None:
    (found,) = tag(tagger, FIRST)

    assert found is not None
    assert len(found.pieces) == len(found.spans) == len(FIRST.spans)
    assert len(set(found.pieces)) == len(found.pieces)


def test_later_claims_change_nothing_to_the_last_bit(tagger: Tagger) -> None:
    assert tag(tagger, FIRST, SECOND, THIRD)[:2] == tag(tagger, FIRST, SECOND)


def test_earlier_claims_and_the_question_and_the_evidence_are_seen(tagger: Tagger) -> None:
    alone, after = tag(tagger, SECOND)[0], tag(tagger, FIRST, SECOND)[1]
    elsewhere = tag(tagger, SECOND, evidence=tagger.read(EVIDENCE[:1]))[0]
    (unasked,) = tagger.tag(THIRD, [SECOND], tagger.read(EVIDENCE))

    for one, other in pairwise((alone, after, elsewhere, unasked)):
        assert one is not None
        assert other is not None
        assert one.whole != pytest.approx(other.whole, abs=1e-4)


def test_what_was_read_before_changes_nothing(tagger: Tagger) -> None:
    fresh = tag(tagger, FIRST)
    for number in range(KEPT_EVIDENCE + 1):
        tag(tagger, SECOND, evidence=tagger.read(EMBEDDER.embed_tokens([f"Sentence {number}."])))

    assert tag(tagger, FIRST) == fresh


def test_no_evidence_and_no_word_pieces_are_no_error(tagger: Tagger) -> None:
    (nothing,) = EMBEDDER.embed_tokens(["…"])

    assert tag(tagger, nothing) == [None]
    (found,) = tagger.tag(nothing, [FIRST], tagger.read([]))
    assert found is not None


@pytest.mark.integration
def test_it_opens_for_its_own_embedding_model_only(embedder: Embedder) -> None:
    opened = open_tagger(embedder.fingerprint)

    assert opened is not None
    assert opened.base == embedder.fingerprint
    assert open_tagger("another-model") is None
