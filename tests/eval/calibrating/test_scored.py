from dataclasses import replace

import numpy as np
import pytest

from eval.calibrating.fitting import FOLDS, update_tuning
from eval.calibrating.measuring import Measured, MeasuredAnswer, MeasuredClaim
from eval.calibrating.scored import Labels, cross_validate, deal_answers, score_answers
from tests.eval.calibrating.made import make_measured
from tests.verify.grounding.test_scoring import signals
from verify.grounding.scoring import score_of_answer
from verify.grounding.thresholds import NO_CLAIMS_SCORE
from verify.grounding.tuning import Tuning, shipped_tuning


def ignore(_: int) -> None: ...


def test_an_answer_has_the_score_of_all_its_claims_and_falls_with_the_lowest() -> None:
    tuning = shipped_tuning()
    claims = tuple(MeasuredClaim("s1", supported=True, signals=signals(share)) for share in (0.9, 0.4))
    scores = score_answers([MeasuredAnswer("s1", wrong=False, claims=claims)], [tuning])
    assert scores.claims.tolist() == [claim.score(tuning) for claim in claims]
    assert scores.answers.tolist() == [score_of_answer([claim.probability(tuning) for claim in claims])]
    assert scores.lowest.tolist() == [min(scores.claims)]


def test_an_answer_that_asserts_nothing_passes_everywhere() -> None:
    scores = score_answers([MeasuredAnswer("s1", wrong=True, claims=())], [shipped_tuning()])
    assert (scores.answers.tolist(), scores.lowest.tolist()) == ([NO_CLAIMS_SCORE], [1.0])


def test_labels_of_claims_and_of_answers_stand_apart() -> None:
    claims = (MeasuredClaim("s1", supported=True, signals=signals(0.9)),)
    labels = Labels.of([MeasuredAnswer("s1", wrong=True, claims=claims)])
    assert (labels.wrong_claims.tolist(), labels.wrong_answers.tolist()) == ([False], [True])


def test_no_model_sees_the_source_that_it_is_tried_on() -> None:
    measured = make_measured(10)
    seen: list[set[str]] = []

    def fit_tuning(claims: object) -> Tuning:
        assert isinstance(claims, list)
        seen.append({claim.source for claim in claims})
        # Tells which of the fits scored an answer.
        at = dict.fromkeys(shipped_tuning().supported_at, 0.5)
        return replace(shipped_tuning(), supported_at=at, signals=replace(flat, intercept=float(len(seen))))

    flat = replace(shipped_tuning().signals, weights={})
    measured = Measured(
        tuple(
            replace(one, claims=tuple(replace(claim, signals=signals(0.5)) for claim in one.claims))
            for one in measured.answers
        ),
        (),
    )
    folds = deal_answers(measured.answers)
    scores = cross_validate(measured, fit_tuning, folds, on_done=ignore)
    used = np.round(np.log(scores.claims / (1 - scores.claims))).astype(int)[::3]
    assert used.tolist() == (folds + 1).tolist()
    for fold, sources in enumerate(seen):
        held = {
            one.source for one, place in zip(measured.answers, folds.tolist(), strict=True) if place == fold
        }
        assert not held & sources
    assert len(seen) == FOLDS


def test_a_fit_to_claims_that_are_pure_chance_promises_nothing() -> None:
    measured = make_measured(noise=100.0)

    def fit_tuning(claims: object) -> Tuning:
        assert isinstance(claims, list)
        return update_tuning(claims, shipped_tuning(), origin="here").tuning

    scores = cross_validate(measured, fit_tuning, deal_answers(measured.answers), on_done=ignore)
    supported = float(np.mean([claim.supported for claim in measured.claims]))
    assert float(scores.claims.mean()) == pytest.approx(supported, abs=0.1)
    assert float(scores.claims.std()) < 0.15
