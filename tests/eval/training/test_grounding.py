import logging
import random

import pytest

from eval.training.grounding import Example, fit_signals, fit_tagger
from eval.training.grounding_figures import ScoredClaim, show_figures
from tests.verify.grounding.test_scoring import signals
from verify.grounding.scoring import Calibration, to_features, to_tagger_features
from verify.grounding.tagging.tagger import Tags

CHANCE = random.Random(2)


def make_examples(count: int = 200) -> list[Example]:
    """Make claims of which those with more of the evidence's words are supported, with a little noise."""
    examples = []
    for number in range(count):
        share = CHANCE.random()
        supported = share + CHANCE.gauss(0, 0.1) > 0.5
        found = signals(share, tagged=True)
        examples.append(Example(f"answer {number // 4}", f"source {number // 8}", found, supported))
    return examples


def test_what_is_fitted_ranks_support_and_weighs_every_signal() -> None:
    examples = make_examples()
    fitted = Calibration(**fit_signals(examples))
    low, high = (fitted.weigh(to_features(signals(share))) for share in (0.1, 0.9))

    assert fitted.weights.keys() == to_features(examples[0].signals).keys()
    assert low < 0 < high


def test_the_tagger_is_weighed_beside_the_other_signals() -> None:
    examples = make_examples()
    shipped = Calibration(**fit_signals(examples))
    fitted = Calibration(**fit_tagger(examples, shipped))

    def odds(claim: float) -> float:
        return fitted.weigh(to_tagger_features(Tags(claim, (claim,), ((0, 1),)), log_odds=0.0))

    assert set(fitted.weights) == {"signals", "tagger_claim", "tagger_highest", "tagger_mean"}
    assert odds(4.0) < odds(-4.0)


def test_a_dearer_leak_asks_for_a_higher_threshold(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    claims = []
    for number in range(400):
        probability = CHANCE.random()
        claims.append(ScoredClaim(f"a{number}", CHANCE.random() < probability, probability, probability))
    show_figures(claims)

    found = [record.getMessage() for record in caplog.records]
    thresholds = [float(line.split("supported from ")[1].split(",")[0]) for line in found if "costs" in line]
    assert thresholds == sorted(thresholds)
    assert thresholds[0] < thresholds[-1]
    assert found[0].startswith("claims: AUROC 0.8")
