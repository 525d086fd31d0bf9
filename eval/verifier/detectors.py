"""What is compared: ways to call an answer, or a claim of it, hallucinated. One more is one more entry."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from eval.verifier.signals import JudgedAnswer, JudgedClaim
from verify.grounding.scoring import score_of_answer

Judged = TypeVar("Judged")


@dataclass(frozen=True, slots=True)
class Way(Generic[Judged]):
    """How one kind of thing is scored; a higher score speaks for "hallucinated".

    `flag` is the decision that goes with the score, where one is shipped or obvious.
    """

    score: Callable[[Judged], float]
    flag: Callable[[Judged], bool] | None = None


@dataclass(frozen=True, slots=True)
class Detector:
    """`is_probability` says that the score can be compared with how often it comes true."""

    name: str
    answer: Way[JudgedAnswer]
    claim: Way[JudgedClaim]
    is_probability: bool = False


SHIPPED = "all, as shipped"
WITHOUT_TAGGER = "without tagger"
CONSTANT = "flag everything"


def count_findings(name: str, of_claim: Callable[[JudgedClaim], int]) -> Detector:
    """Return a detector that adds up findings, one of which is enough for a decision."""

    def of_answer(judged: JudgedAnswer) -> int:
        return sum(of_claim(claim) for claim in judged.claims)

    return Detector(
        name,
        Way(of_answer, lambda judged: of_answer(judged) > 0),
        Way(of_claim, lambda claim: of_claim(claim) > 0),
    )


def take_worst(name: str, of_claim: Callable[[JudgedClaim], float]) -> Detector:
    """Return a detector by which an answer is as bad as its worst claim; one without claims is not bad."""

    def of_answer(judged: JudgedAnswer) -> float:
        return max((of_claim(claim) for claim in judged.claims), default=0.0)

    return Detector(name, Way(of_answer), Way(of_claim))


def _without_tagger(judged: JudgedAnswer) -> float:
    probabilities = [claim.signals.without_tagger for claim in judged.claims]
    return 1 - (score_of_answer(probabilities) if probabilities else judged.verification.score)


DETECTORS: tuple[Detector, ...] = (
    Detector(CONSTANT, Way(lambda _: 1.0, lambda _: True), Way(lambda _: 1.0, lambda _: True)),
    Detector(
        "lexical overlap",
        Way(lambda judged: judged.novelty),
        Way(lambda claim: claim.signals.novelty),
    ),
    count_findings("entities", lambda claim: claim.signals.entities),
    count_findings("numbers", lambda claim: claim.signals.numbers),
    count_findings("polarity", lambda claim: claim.signals.polarity),
    take_worst("similarity", lambda claim: 1 - claim.signals.cosine),
    take_worst("coverage", lambda claim: 1 - claim.signals.coverage),
    take_worst("tagger", lambda claim: claim.signals.tagger),
    Detector(
        WITHOUT_TAGGER,
        Way(_without_tagger),
        Way(lambda claim: 1 - claim.signals.without_tagger * claim.signals.kept),
        is_probability=True,
    ),
    Detector(
        SHIPPED,
        Way(lambda judged: 1 - judged.verification.score, lambda judged: not judged.verification.grounded),
        Way(lambda claim: 1 - claim.verdict.score, lambda claim: claim.is_flagged),
        is_probability=True,
    ),
)
