"""Asks a plugged-in judge about the claims that are a close call, and only about a few of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from verify.grounding.claim_judge import ClaimJudge
from verify.grounding.evidence import Evidence
from verify.grounding.thresholds import MOST_OPINIONS, UNCERTAIN_BAND

# More evidence than this, in characters, is narrowed down to the sentences around the nearest ones.
WHOLE_CONTEXTS = 20_000


@dataclass(slots=True)
class SecondOpinion:
    """For one answer; claims must come in their order, so that later ones change nothing."""

    judge: ClaimJudge | None
    contexts: Sequence[str]
    question: str
    _asked: int = field(default=0, init=False)

    def weigh(
        self, claim: str, probability: float, supported_at: float, evidence: Evidence, nearest: Sequence[int]
    ) -> float:
        """Return the judge's probability where the verifier's is a close call, else the verifier's own."""
        unsure = abs(probability - supported_at) <= UNCERTAIN_BAND
        if self.judge is None or not unsure or self._asked >= MOST_OPINIONS:
            return probability
        self._asked += 1
        opinion = self.judge.judge(claim, self._choose_contexts(evidence, nearest), self.question)
        return probability if opinion is None else opinion

    def _choose_contexts(self, evidence: Evidence, nearest: Sequence[int]) -> list[str]:
        if sum(map(len, self.contexts)) <= WHOLE_CONTEXTS:
            return list(self.contexts)
        numbers = sorted({number for near in nearest for number in evidence.window_around(near)})
        return [evidence.sentences[number].statement.text for number in numbers]
