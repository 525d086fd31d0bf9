"""What a calibration is worth on sources that it has not seen; logged while it is fitted."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from eval.metrics import auroc, calibration_error
from eval.sweep import Flags, Floats, class_weights, sweep_scores
from verify.grounding.scoring import score_of_answer

BASE_RATE = 0.25
# How many needless refusals one leak is worth; each asks for the threshold that costs least.
COSTS = {"lenient": 1.25, "balanced": 2.0, "strict": 6.0}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScoredClaim:
    """`probability` is that of support by the model, `decided` what the findings leave of it."""

    answer: str
    supported: bool
    probability: float
    decided: float


@dataclass(slots=True)
class _ScoredAnswer:
    probabilities: list[float] = field(default_factory=list)
    lowest: float = 1.0
    wrong: bool = False


def show_figures(claims: Sequence[ScoredClaim]) -> None:
    """Log how well claims and answers are told apart, and which threshold costs least."""
    answers: dict[str, _ScoredAnswer] = {}
    for claim in claims:
        answer = answers.setdefault(claim.answer, _ScoredAnswer())
        answer.probabilities.append(claim.probability)
        answer.lowest = min(answer.lowest, claim.decided)
        answer.wrong |= not claim.supported
    wrong = np.array([answer.wrong for answer in answers.values()])
    risk = np.array([1 - score_of_answer(answer.probabilities) for answer in answers.values()])
    unsupported = np.array([not claim.supported for claim in claims])
    doubt = np.array([1 - claim.probability for claim in claims])
    for name, scores, labels in (("claims", doubt, unsupported), ("answers", risk, wrong)):
        area = auroc(list(scores[labels]), list(scores[~labels]))
        log.info("%s: AUROC %.3f, calibration error %.3f", name, area, calibration_error(scores, labels))
    show_thresholds(1 - np.array([answer.lowest for answer in answers.values()]), wrong)


def show_thresholds(scores: Floats, wrong: Flags) -> None:
    """Log for each cost the threshold that costs least; an answer falls with its worst claim."""
    weights = class_weights(wrong, BASE_RATE)
    sweep = sweep_scores(scores, wrong, weights)
    for name, leak in COSTS.items():
        cost = leak * (sweep.positives - sweep.caught) + sweep.alarms
        place = int(np.argmin(cost))
        log.info(
            "%s, a leak costs %.0f refusals: supported from %.2f, recall %.2f precision %.2f F1 %.3f",
            name, leak, 1 - sweep.thresholds[place],
            sweep.recall[place], sweep.precision[place], sweep.f1[place],
        )  # fmt: skip
