"""Combines the signals of one claim into the probability that it is supported: a logistic model."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p, prod

from verify.grounding.similarity import Similarity
from verify.grounding.thresholds import COEFFICIENTS, INTERCEPT, MISMATCH_FACTOR, MISSING_FACTOR
from verify.grounding.verdict import ReasonCode

MISMATCHES = frozenset({ReasonCode.NUMBER_MISMATCH, ReasonCode.ENTITY_MISMATCH, ReasonCode.NEGATION_MISMATCH})


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one claim: how near the evidence is, and what speaks against it."""

    similarity: Similarity
    word_count: int
    codes: frozenset[ReasonCode]


def probability_of_support(signals: Signals) -> float:
    """Return the probability in (0, 1) by the logistic model alone."""
    log_odds = INTERCEPT + sum(COEFFICIENTS[name] * value for name, value in to_features(signals).items())
    return 1 / (1 + exp(-log_odds))


def score_of_claim(signals: Signals) -> float:
    """Return the probability, below every threshold when a value of the claim is missing or contradicted."""
    probability = probability_of_support(signals)
    if signals.codes & MISMATCHES:
        return probability * MISMATCH_FACTOR
    return probability * MISSING_FACTOR if signals.codes else probability


def score_of_answer(probabilities: Sequence[float]) -> float:
    """Return the probability that all claims are supported, taken as independent."""
    return prod(probabilities)


def to_features(signals: Signals) -> dict[str, float]:
    similarity = signals.similarity
    return {
        "cosine": similarity.cosine,
        "best_coverage": similarity.best_coverage,
        "window_coverage": similarity.window_coverage,
        "total_coverage": similarity.total_coverage,
        "pair_coverage": similarity.pair_coverage,
        "words": log1p(signals.word_count),
        "number_differs": float(
            bool(signals.codes & {ReasonCode.NUMBER_MISMATCH, ReasonCode.NUMBER_NOT_FOUND})
        ),
        "entity_differs": float(
            bool(signals.codes & {ReasonCode.ENTITY_MISMATCH, ReasonCode.ENTITY_NOT_FOUND})
        ),
        "polarity_differs": float(ReasonCode.NEGATION_MISMATCH in signals.codes),
    }
