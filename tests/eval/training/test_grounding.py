import logging

import numpy as np
import pytest

from eval.calibrating.measuring import Measured
from eval.calibrating.scored import Labels, Scores
from eval.training.grounding import fit_signals, fit_tags, keep_unseen, show_figures, show_scores, to_tuning
from eval.verifier.rows import fold_of
from tests.eval.calibrating.made import make_measured
from verify.grounding.tuning import shipped_tuning


def test_what_ships_is_fitted_from_nothing_and_shown_on_unseen_sources(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    measured = make_measured()
    signals = fit_signals(measured.claims)
    show_figures(measured, lambda claims: to_tuning(signals, fit_tags(claims, signals)))
    assert signals.weights.keys() == shipped_tuning().signals.weights.keys()
    assert caplog.records[0].getMessage().startswith("claims: AUROC 0.9")


def test_the_tagger_is_weighed_on_sources_that_it_was_not_trained_on() -> None:
    kept = keep_unseen(make_measured(100))
    assert kept.answers
    assert {fold_of(answer.source) for answer in kept.answers} == {4}
    assert keep_unseen(Measured((), unrelated=tuple(make_measured(100).claims))).unrelated


def test_a_dearer_leak_asks_for_a_higher_threshold(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    chance = np.random.default_rng(2)
    scores = chance.random(400)
    wrong = chance.random(400) > scores
    sources = tuple(f"s{number}" for number in range(400))
    show_scores(Scores(scores, scores, scores), Labels(wrong, wrong, sources, sources))

    found = [record.getMessage() for record in caplog.records]
    thresholds = {
        line.split(",")[0]: float(line.split("supported from ")[1].split(",")[0]) for line in found[2:]
    }
    assert thresholds["lenient"] <= thresholds["balanced"] < thresholds["strict"]
    assert found[0].startswith("claims: AUROC 0.8")
