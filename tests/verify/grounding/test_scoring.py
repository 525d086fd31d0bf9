import pytest

from verify.grounding.scoring import Signals, score_of_answer, score_of_claim, to_features
from verify.grounding.similarity import Similarity
from verify.grounding.thresholds import COEFFICIENTS, SUPPORTED_AT, VERBATIM_SCORE
from verify.grounding.verdict import OperatingPoint, ReasonCode


def signals(share: float, *codes: ReasonCode) -> Signals:
    return Signals(Similarity(share, share, share, share, share, ()), 10, frozenset(codes))


def test_every_signal_has_its_coefficient() -> None:
    assert to_features(signals(1.0)).keys() == COEFFICIENTS.keys()


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
