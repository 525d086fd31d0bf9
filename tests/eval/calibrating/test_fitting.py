from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # ships no types
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]  # as above

from eval.calibrating.fitting import (
    FOLDS,
    PENALTIES,
    Sample,
    choose_penalty,
    deal_sources,
    fit,
    sample_signals,
    sample_tags,
    update_tuning,
)
from eval.sweep import Floats
from tests.eval.calibrating.made import make_measured
from tests.verify.grounding.test_scoring import signals
from verify.grounding.scoring import Calibration, to_features, to_tagger_features
from verify.grounding.tagging.tagger import Tags
from verify.grounding.tuning import shipped_tuning

NAMES = ("near", "new", "constant")
KNOWN = Calibration(-0.5, {"near": 2.0, "new": -1.0, "constant": 0.3})


def draw(count: int, truth: Calibration, *, seed: int = 3) -> Sample:
    """Draw claims that are supported as often as `truth` says."""
    chance = np.random.default_rng(seed)
    matrix: Floats = np.column_stack(
        [chance.normal(0.4, 1.5, count), chance.normal(5, 0.2, count), np.ones(count)]
    )
    sample = Sample(NAMES, matrix, np.zeros(count, dtype=np.bool_), tuple(f"s{n // 4}" for n in range(count)))
    odds = sample.log_odds(truth)
    return replace(sample, supported=chance.random(count) < 1 / (1 + np.exp(-odds)))


def loss(sample: Sample, calibration: Calibration) -> float:
    odds, target = sample.log_odds(calibration), sample.supported
    return float(np.mean(np.logaddexp(0, odds) - target * odds))


class TestFittingAnew:
    @pytest.mark.parametrize("inverse", [0.3, 10.0])
    def test_it_gives_the_weights_of_scikit_learn(self, inverse: float) -> None:
        sample = draw(600, KNOWN)
        scaler = StandardScaler().fit(sample.matrix)
        model = LogisticRegression(C=inverse, tol=1e-10, max_iter=10_000)
        model.fit(scaler.transform(sample.matrix), sample.supported)
        weights = model.coef_[0] / scaler.scale_
        found = fit(sample, penalty=1 / inverse)
        assert list(found.weights.values()) == pytest.approx(weights.tolist(), abs=2e-3)
        assert found.intercept == pytest.approx(float(model.intercept_[0] - weights @ scaler.mean_), abs=1e-2)

    def test_a_signal_that_never_changes_weighs_nothing(self) -> None:
        assert fit(draw(300, KNOWN), penalty=1.0).weights["constant"] == 0

    def test_claims_that_a_signal_parts_perfectly_still_have_finite_weights(self) -> None:
        sample = draw(100, KNOWN)
        parted = replace(sample, supported=sample.matrix[:, 0] > 0)
        assert np.isfinite(list(fit(parted, penalty=1.0, known=KNOWN).weights.values())).all()


class TestUpdating:
    def test_a_large_penalty_leaves_the_known_weights_but_for_slope_and_intercept(self) -> None:
        halved = Calibration(1.0, {name: weight / 2 for name, weight in KNOWN.weights.items()})
        found = fit(draw(5_000, halved), penalty=1e9, known=KNOWN)
        slopes = {name: found.weights[name] / KNOWN.weights[name] for name in ("near", "new")}
        assert slopes["near"] == pytest.approx(0.5, abs=0.1)
        assert slopes["new"] == pytest.approx(slopes["near"], abs=1e-3)

    def test_a_small_one_follows_the_data(self) -> None:
        truth = Calibration(6.0, {"near": 0.1, "new": -1.2, "constant": 0.0})
        sample, unseen = draw(4_000, truth), draw(4_000, truth, seed=4)
        followed, kept = (fit(sample, penalty=penalty, known=KNOWN) for penalty in (1.0, 1e6))
        assert followed.weights["near"] == pytest.approx(0.1, abs=0.1)
        assert loss(unseen, followed) < loss(unseen, kept)

    def test_few_claims_that_the_known_weights_fit_keep_them(self) -> None:
        assert choose_penalty(draw(120, KNOWN), KNOWN) > PENALTIES[len(PENALTIES) // 2]

    def test_many_claims_that_speak_against_them_do_not(self) -> None:
        truth = Calibration(-14.0, {"near": 2.0, "new": 3.0, "constant": 0.0})
        assert choose_penalty(draw(4_000, truth), KNOWN) < PENALTIES[-1]

    def test_the_update_of_a_little_data_is_better_than_a_fit_to_it_alone(self) -> None:
        sample, unseen = draw(60, KNOWN), draw(5_000, KNOWN, seed=9)
        updated = fit(sample, penalty=choose_penalty(sample, KNOWN), known=KNOWN)
        assert loss(unseen, updated) <= loss(unseen, fit(sample, penalty=1 / 0.3))


class TestDealingSources:
    def test_a_source_lies_in_one_fold_whatever_the_order(self) -> None:
        sources = [f"s{number % 30}" for number in range(120)]
        labels = np.array([number % 3 == 0 for number in range(120)])
        folds = deal_sources(sources, labels)
        assert len({(source, fold) for source, fold in zip(sources, folds.tolist(), strict=True)}) == 30
        turned = deal_sources(sources[::-1], labels[::-1])
        assert turned[::-1].tolist() == folds.tolist()

    def test_a_rare_label_is_shared_out(self) -> None:
        sources = [f"s{number}" for number in range(200)]
        labels = np.array([number < 10 for number in range(200)])
        folds = deal_sources(sources, labels)
        assert [int(labels[folds == fold].sum()) for fold in range(FOLDS)] == [2] * FOLDS


def test_every_signal_is_weighed_and_nearer_evidence_speaks_for_support() -> None:
    claims = make_measured().claims
    fitted = fit(sample_signals(claims), penalty=1.0)
    low, high = (fitted.weigh(to_features(signals(share))) for share in (0.1, 0.9))
    assert fitted.weights.keys() == shipped_tuning().signals.weights.keys()
    assert low < 0 < high


def test_the_tagger_is_weighed_beside_the_other_signals() -> None:
    claims = make_measured().claims
    fitted = fit(sample_tags(claims, shipped_tuning().signals), penalty=1.0)

    def odds(claim: float) -> float:
        return fitted.weigh(to_tagger_features(Tags(claim, (claim,), ((0, 1),)), log_odds=0.0))

    assert odds(4.0) < odds(-4.0)


def test_without_the_taggers_word_there_is_nothing_to_weigh_it_with() -> None:
    fitted = update_tuning(make_measured(tagged=False).claims, shipped_tuning(), origin="here")
    assert (fitted.tuning.tagger, fitted.tagger_penalty) == (None, None)
    assert fitted.tuning.origin == "here"


def test_an_update_weighs_what_the_shipped_one_weighs() -> None:
    shipped, fitted = shipped_tuning(), update_tuning(make_measured().claims, shipped_tuning(), origin="here")
    assert fitted.tuning.signals.weights.keys() == shipped.signals.weights.keys()
    assert fitted.tuning.tagger
    assert shipped.tagger
    assert fitted.tuning.tagger.weights.keys() == shipped.tagger.weights.keys()
