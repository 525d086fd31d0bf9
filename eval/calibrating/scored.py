"""What a calibration says of labelled answers, beside their labels; by cross-validation for a new one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.calibrating.fitting import FOLDS, Numbers, deal_sources
from eval.calibrating.measuring import Measured, MeasuredAnswer, MeasuredClaim
from eval.sweep import Flags, Floats
from verify.grounding.scoring import score_of_answer
from verify.grounding.thresholds import NO_CLAIMS_SCORE
from verify.grounding.tuning import Tuning

FitTuning = Callable[[Sequence[MeasuredClaim]], Tuning]
OnDone = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Scores:
    """Of each claim; of each answer that all of it is grounded; and of its `lowest` claim, which decides."""

    claims: Floats
    answers: Floats
    lowest: Floats


@dataclass(frozen=True, slots=True)
class Labels:
    wrong_claims: Flags
    wrong_answers: Flags
    claim_sources: tuple[str, ...]
    answer_sources: tuple[str, ...]

    @classmethod
    def of(cls, answers: Sequence[MeasuredAnswer]) -> "Labels":
        claims = [claim for answer in answers for claim in answer.claims]
        return cls(
            np.array([not claim.supported for claim in claims], dtype=np.bool_),
            np.array([answer.wrong for answer in answers], dtype=np.bool_),
            tuple(claim.source for claim in claims),
            tuple(answer.source for answer in answers),
        )


def score_answers(answers: Sequence[MeasuredAnswer], tunings: Sequence[Tuning]) -> Scores:
    """Score each answer with the tuning in its place."""
    claims: list[float] = []
    whole: list[float] = []
    lowest: list[float] = []
    for answer, tuning in zip(answers, tunings, strict=True):
        scores = [claim.score(tuning) for claim in answer.claims]
        probabilities = [claim.probability(tuning) for claim in answer.claims]
        claims += scores
        # An answer that asserts nothing passes at every threshold.
        lowest.append(min(scores, default=1.0))
        whole.append(score_of_answer(probabilities) if probabilities else NO_CLAIMS_SCORE)
    return Scores(np.array(claims), np.array(whole), np.array(lowest))


def deal_answers(answers: Sequence[MeasuredAnswer]) -> Numbers:
    return deal_sources(
        [answer.source for answer in answers], np.array([answer.wrong for answer in answers], dtype=np.bool_)
    )


def cross_validate(measured: Measured, fit_tuning: FitTuning, folds: Numbers, *, on_done: OnDone) -> Scores:
    """Score each answer by a tuning that was fitted without the answer's source."""
    fold_of = dict(zip((answer.source for answer in measured.answers), folds.tolist(), strict=True))
    claims = [*measured.claims, *measured.unrelated]
    tunings = []
    for fold in range(FOLDS):
        rest = [claim for claim in claims if fold_of[claim.source] != fold]
        tunings.append(fit_tuning(rest))
        on_done(fold + 1)
    return score_answers(measured.answers, [tunings[fold_of[one.source]] for one in measured.answers])
