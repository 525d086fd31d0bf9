import pytest

from verify.grounding.novelty import Novelty
from verify.grounding.scoring import (
    Signals,
    score_of_answer,
    score_of_claim,
    shipped_calibration,
    to_features,
)
from verify.grounding.similarity import Similarity, TokenAgreement
from verify.grounding.thresholds import SUPPORTED_AT, VERBATIM_SCORE
from verify.grounding.verdict import OperatingPoint, ReasonCode
from verify.grounding.wording import Wording

WORDS = 10


def signals(share: float, *codes: ReasonCode) -> Signals:
    """Make the signals of a claim of which the evidence has a share, in every respect."""
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
    )


def test_every_signal_has_its_weight() -> None:
    assert to_features(signals(1.0)).keys() == shipped_calibration().weights.keys()


def test_nearer_evidence_gives_a_higher_score() -> None:
    assert score_of_claim(signals(0.1)) < score_of_claim(signals(0.5)) < score_of_claim(signals(0.9))


@pytest.mark.parametrize("code", list(ReasonCode))
def test_a_finding_keeps_the_score_below_every_threshold(code: ReasonCode) -> None:
    assert score_of_claim(signals(1.0, code)) < min(SUPPORTED_AT.values())


def test_full_agreement_is_above_and_none_below_every_threshold() -> None:
    assert score_of_claim(signals(1.0)) > max(SUPPORTED_AT.values())
    assert score_of_claim(signals(0.0)) < min(SUPPORTED_AT.values())


def test_the_operating_points_stand_in_order() -> None:
    assert (
        SUPPORTED_AT[OperatingPoint.LENIENT]
        < SUPPORTED_AT[OperatingPoint.BALANCED]
        < SUPPORTED_AT[OperatingPoint.STRICT]
        < VERBATIM_SCORE
    )


def test_an_answer_is_as_sure_as_all_its_claims_together() -> None:
    assert score_of_answer([0.5, 0.5]) == 0.25
    assert score_of_answer([0.9]) == 0.9
