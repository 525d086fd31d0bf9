import pytest

from tests.fakes import FakeEmbedder
from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.evidence import Evidence
from verify.grounding.similarity import EMBEDDED_SENTENCES, Similarity, SimilarityMeter
from verify.grounding.statement import Statement

pytestmark = pytest.mark.integration


def measure_similarity(
    claim: Statement, evidence: Evidence, embedder: FakeEmbedder, *, settled: frozenset[str] = frozenset()
) -> Similarity:
    return SimilarityMeter(evidence, embedder).measure(claim, settled=settled)


def test_the_same_sentence_is_as_near_as_can_be() -> None:
    text = "Plans renew each year."

    found = measure_similarity(read_claim(text), read_evidence("Zebras graze.", text), FakeEmbedder())

    assert found.cosine == pytest.approx(1.0, abs=1e-5)
    assert (found.best_coverage, found.window_coverage, found.total_coverage, found.pair_coverage) == (
        1,
        1,
        1,
        1,
    )


def test_a_window_covers_what_two_sentences_say_together() -> None:
    evidence = read_evidence("Plans renew yearly. Invoices arrive monthly.")

    found = measure_similarity(
        read_claim("Plans renew yearly and invoices arrive monthly."), evidence, FakeEmbedder()
    )

    assert found.best_coverage == 0.5
    assert found.window_coverage == 1
    assert found.nearest == (0, 1)


def test_settled_values_do_not_count_as_missing_words() -> None:
    claim, evidence = read_claim("Trials last 14 days."), read_evidence("Trials last two weeks.")
    embedder = FakeEmbedder()

    plain = measure_similarity(claim, evidence, embedder)
    settled = measure_similarity(claim, evidence, embedder, settled=frozenset({"14", "day"}))

    assert plain.total_coverage < settled.total_coverage == 1


def test_huge_evidence_is_embedded_only_where_it_shares_words() -> None:
    embedder = FakeEmbedder()
    noise = " ".join(f"Zebra{n} grazes." for n in range(EMBEDDED_SENTENCES + 1))

    measure_similarity(read_claim("Plans renew."), read_evidence(noise, "Plans end."), embedder)

    assert sorted(embedder.embedded) == ["Plans end.", "Plans renew."]


def test_word_pieces_are_compared_one_by_one() -> None:
    evidence = read_evidence("Plans renew yearly.", "Invoices arrive monthly.")

    whole = measure_similarity(read_claim("Plans renew monthly."), evidence, FakeEmbedder()).tokens
    half = measure_similarity(read_claim("Plans renew by zebra."), evidence, FakeEmbedder()).tokens
    none = measure_similarity(read_claim("Plans renew."), read_evidence("..."), FakeEmbedder()).tokens

    assert (whole.mean, whole.lowest, whole.missed) == pytest.approx((1, 1, 0), abs=1e-2)
    assert (half.missed, half.quartile < half.mean < 1) == (0.5, True)
    assert (none.mean, none.missed) == (0, 1)
