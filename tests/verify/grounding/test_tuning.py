from dataclasses import replace

import pytest

from tests.fakes import FakeEmbedder
from tests.verify.grounding.test_scoring import signals
from verify.grounding.scoring import Calibration
from verify.grounding.tuning import Tuning, shipped_tuning
from verify.grounding.verdict import OperatingPoint, Verdict
from verify.grounding.verifier import GroundingVerifier

EVIDENCE = ["The kiln of the town was built in 1902 and fires clay bricks."]
CLAIM = "The town has a kiln that fires bricks."


def with_intercept(intercept: float) -> Tuning:
    shipped = shipped_tuning()
    return replace(shipped, signals=replace(shipped.signals, intercept=intercept))


@pytest.mark.parametrize(
    ("intercept", "verdict"), [(100.0, Verdict.SUPPORTED), (-100.0, Verdict.NOT_ENOUGH_EVIDENCE)]
)
def test_a_verifier_weighs_with_what_it_is_given(intercept: float, verdict: Verdict) -> None:
    verifier = GroundingVerifier(FakeEmbedder(), tuning=with_intercept(intercept))
    assert [claim.verdict for claim in verifier.verify(CLAIM, EVIDENCE).claims] == [verdict]


def test_a_verifier_decides_at_the_thresholds_it_is_given() -> None:
    score = GroundingVerifier(FakeEmbedder()).verify(CLAIM, EVIDENCE).claims[0].score
    at = dict(zip(OperatingPoint, (score + 1e-6, score, score - 1e-6), strict=True))
    verifier = GroundingVerifier(FakeEmbedder(), tuning=replace(shipped_tuning(), supported_at=at))

    found = {
        point: verifier.verify(CLAIM, EVIDENCE, operating_point=point).grounded for point in OperatingPoint
    }
    assert found == {
        OperatingPoint.STRICT: False,
        OperatingPoint.BALANCED: True,
        OperatingPoint.LENIENT: True,
    }


def test_without_weights_for_the_tagger_its_word_counts_for_nothing() -> None:
    alone = replace(shipped_tuning(), tagger=None)
    heard, unheard = signals(0.5, tagged=True), signals(0.5)
    assert alone.probability_of_support(heard) == alone.probability_of_support(unheard)
    assert shipped_tuning().probability_of_support(heard) != alone.probability_of_support(heard)


@pytest.mark.parametrize(("intercept", "probability"), [(-100_000.0, 0.0), (100_000.0, 1.0)])
def test_no_log_odds_are_too_large(intercept: float, probability: float) -> None:
    tuning = replace(shipped_tuning(), signals=Calibration(intercept, {}), tagger=None)
    assert tuning.probability_of_support(signals(0.5)) == pytest.approx(probability)
