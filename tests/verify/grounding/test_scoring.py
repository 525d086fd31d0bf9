import pytest

from verify.grounding.novelty import Novelty
from verify.grounding.scoring import (
    Signals,
    score_of_answer,
    share_kept,
    to_features,
    to_tagger_features,
)
from verify.grounding.similarity import Similarity, TokenAgreement
from verify.grounding.tagging.tagger import Tags
from verify.grounding.thresholds import SUPPORTED_AT, VERBATIM_SCORE
from verify.grounding.tuning import shipped_tuning
from verify.grounding.verdict import OperatingPoint, ReasonCode
from verify.grounding.wording import Wording

WORDS = 10


def signals(share: float, *codes: ReasonCode, tagged: bool = False) -> Signals:
    """Make the signals of a claim of which the evidence has a share, in every respect."""
    odds = 6 - 10 * share
    new = round(WORDS * (1 - share))
    return Signals(
        similarity=Similarity(
            cosine=share,
            tokens=TokenAgreement(mean=share, lowest=share, quartile=share, missed=1 - share),
            best_coverage=share,
            window_coverage=share,
            total_coverage=share,
            pair_coverage=share,
            nearest=(),
        ),
        novelty=Novelty(words=new, longest_run=new, pairs=new),
        wording=Wording(opens_as_addition=False, hedges=0, about_sources=0),
        word_count=WORDS,
        question_coverage=0.2,
        place=1,
        codes=codes,
        tags=Tags(odds, (odds,) * 3, ((0, 1), (1, 2), (2, 3))) if tagged else None,
    )


def score(found: Signals) -> float:
    return shipped_tuning().probability_of_support(found) * share_kept(found.codes)


@pytest.mark.parametrize("tagged", [False, True])
class TestOneClaim:
    def test_every_signal_has_its_weight(self, tagged: bool) -> None:
        found = signals(1.0, tagged=tagged)
        shipped = shipped_tuning()
        assert to_features(found).keys() == shipped.signals.weights.keys()
        if found.tags and shipped.tagger:
            assert to_tagger_features(found.tags, 0.0).keys() == shipped.tagger.weights.keys()

    def test_nearer_evidence_gives_a_higher_score(self, tagged: bool) -> None:
        low, middle, high = (score(signals(share, tagged=tagged)) for share in (0.1, 0.5, 0.9))
        assert low < middle < high

    @pytest.mark.parametrize("code", list(ReasonCode))
    def test_a_finding_keeps_the_score_below_every_threshold(self, tagged: bool, code: ReasonCode) -> None:
        assert score(signals(1.0, code, tagged=tagged)) < min(SUPPORTED_AT.values())

    def test_full_agreement_is_above_and_none_below_every_threshold(self, tagged: bool) -> None:
        assert score(signals(1.0, tagged=tagged)) > max(SUPPORTED_AT.values())
        assert score(signals(0.0, tagged=tagged)) < min(SUPPORTED_AT.values())


def test_the_operating_points_stand_in_order() -> None:
    assert (
        SUPPORTED_AT[OperatingPoint.LENIENT]
        < SUPPORTED_AT[OperatingPoint.BALANCED]
        < SUPPORTED_AT[OperatingPoint.STRICT]
        < VERBATIM_SCORE
    )


def test_an_answer_is_as_sure_as_all_its_claims_together() -> None:
    assert score_of_answer([0.9]) > score_of_answer([0.9, 0.9]) > score_of_answer([0.9, 0.5])
    # Claims stand and fall together: nine are no nine chances to be wrong.
    assert score_of_answer([0.9] * 9) > 0.9**9
    assert score_of_answer([0.9]) == pytest.approx(score_of_answer([0.9] * 9) ** (1 / 3))
    assert 0 <= score_of_answer([0.0, 0.9]) < 1e-6
