"""What is known of one claim as numbers to weigh, and what findings and other claims make of a probability.

`tuning.py` holds the logistic models that weigh them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p, sqrt

from verify.grounding.novelty import Novelty
from verify.grounding.similarity import Similarity
from verify.grounding.tagging.tagger import Tags
from verify.grounding.thresholds import CLAIMS_TOGETHER, MISMATCH_FACTOR, MISSING_FACTOR
from verify.grounding.verdict import ReasonCode
from verify.grounding.wording import Wording

MISMATCHES = frozenset({ReasonCode.NUMBER_MISMATCH, ReasonCode.ENTITY_MISMATCH, ReasonCode.NEGATION_MISMATCH})
_NUMBERS = frozenset({ReasonCode.NUMBER_MISMATCH, ReasonCode.NUMBER_NOT_FOUND})
_NAMES = frozenset({ReasonCode.ENTITY_MISMATCH, ReasonCode.ENTITY_NOT_FOUND})
# Later claims of an answer are less often supported; beyond this many the place says no more.
LAST_PLACE = 12
# Probabilities are never taken for less, so that their logarithm exists.
LEAST_PROBABILITY = 1e-9


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one claim: how near the evidence is, what is new in it, and what speaks against it.

    `question_coverage` is the share of its words that the question has, `place` how many claims stand before
    it, `codes` one entry per finding, `tags` what the tagger says, where one is used.
    """

    similarity: Similarity
    novelty: Novelty
    wording: Wording
    word_count: int
    question_coverage: float
    place: int
    codes: tuple[ReasonCode, ...]
    tags: Tags | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log odds of support: the intercept, and the weight of each signal; see `eval/training/grounding.md`."""

    intercept: float
    weights: Mapping[str, float]

    def weigh(self, features: Mapping[str, float]) -> float:
        return self.intercept + sum(weight * features[name] for name, weight in self.weights.items())


def share_kept(codes: Collection[ReasonCode]) -> float:
    """Return what findings with these codes leave of a claim's probability, as a share in (0, 1]."""
    if MISMATCHES.intersection(codes):
        return MISMATCH_FACTOR
    return MISSING_FACTOR if codes else 1.0


def score_of_answer(probabilities: Sequence[float]) -> float:
    """Return the probability that all claims are supported; of one claim or more.

    Claims of one answer stand and fall together, so n of them are no n independent chances to be wrong.
    """
    together = sum(log(max(probability, LEAST_PROBABILITY)) for probability in probabilities)
    return exp(CLAIMS_TOGETHER * together / sqrt(len(probabilities)))


def to_features(signals: Signals) -> dict[str, float]:
    """Return the numbers that the calibration weighs; counts as log(1 + count), shares as they are."""
    similarity, novelty, wording = signals.similarity, signals.novelty, signals.wording
    return {
        "cosine": similarity.cosine,
        "token_mean": similarity.tokens.mean,
        "token_lowest": similarity.tokens.lowest,
        "token_quartile": similarity.tokens.quartile,
        "token_missed": similarity.tokens.missed,
        "best_coverage": similarity.best_coverage,
        "window_coverage": similarity.window_coverage,
        "total_coverage": similarity.total_coverage,
        "pair_coverage": similarity.pair_coverage,
        "words": log1p(signals.word_count),
        "new_words": log1p(novelty.words),
        "new_run": log1p(novelty.longest_run),
        "new_pairs": log1p(novelty.pairs),
        "question_coverage": signals.question_coverage,
        "place": log1p(min(signals.place, LAST_PLACE)),
        "opens_as_addition": float(wording.opens_as_addition),
        "hedges": log1p(wording.hedges),
        "about_sources": log1p(wording.about_sources),
        "number_differs": log1p(sum(code in _NUMBERS for code in signals.codes)),
        "name_differs": log1p(sum(code in _NAMES for code in signals.codes)),
        "polarity_differs": float(ReasonCode.NEGATION_MISMATCH in signals.codes),
    }


def to_tagger_features(tags: Tags, log_odds: float) -> dict[str, float]:
    """Return what is weighed where a tagger reads along; `log_odds` are those by the other signals."""
    return {
        "signals": log_odds,
        "tagger_claim": tags.whole,
        "tagger_highest": max(tags.pieces),
        "tagger_mean": sum(tags.pieces) / len(tags.pieces),
    }
