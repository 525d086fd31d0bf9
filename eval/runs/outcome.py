"""What became of one case at one operating point: all that metrics, reports and gates are made of."""

from dataclasses import dataclass, field
from typing import Self

from answer.chat_model import Usage
from answer.decision import DecisionReason, Status
from eval.case import Case
from eval.runs.score import RagasScore
from verify.grounding.verdict import ClaimVerdict, EvidenceSpan, OperatingPoint, Verdict


@dataclass(frozen=True, slots=True)
class OutcomeClaim:
    """A claim of the draft; half-open offsets into it.

    `marked` says whether a span that a person marked overlaps it; None when nobody looked. `evidence` indexes
    the contexts of the outcome. Of a claim that a service withheld only verdict and reasons are known.
    """

    start: int
    end: int
    text: str
    verdict: Verdict
    score: float | None
    released: bool
    marked: bool | None = None
    reasons: tuple[str, ...] = ()
    evidence: tuple[EvidenceSpan, ...] = ()

    @classmethod
    def of(cls, claim: ClaimVerdict, *, released: bool, marked: bool | None) -> Self:
        """Return a claim of the draft as the verifier judged it."""
        return cls(
            start=claim.start,
            end=claim.end,
            text=claim.text,
            verdict=claim.verdict,
            score=claim.score,
            released=released,
            marked=marked,
            reasons=tuple(reason.message for reason in claim.reasons),
            evidence=claim.evidence,
        )


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """`status` is None when asking failed, and then `error` says how: a class of its own in every figure.

    `draft` is what the chat model wrote and `text` what was shown instead or of it. `score` is the
    probability that all of the draft is grounded. `retrieved` are the documents of the evidence, best first,
    and `cited` one document per citation. `similarity` is the cosine of a released text and the reference.
    A service keeps its drafts, their scores and that cosine to itself: they are known of an outcome only as
    far as what was released tells them.
    `scores` are those of ragas where the run has asked for them; they are stored on their own.
    """

    case: Case
    operating_point: OperatingPoint
    status: Status | None
    reason: DecisionReason | None = None
    detail: str | None = None
    draft: str = ""
    text: str = ""
    score: float | None = None
    claims: tuple[OutcomeClaim, ...] = ()
    contexts: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    chat_model: str = ""
    degraded: tuple[str, ...] = ()
    milliseconds: float = 0.0
    usage: Usage = field(default_factory=Usage)
    error: str | None = None
    similarity: float | None = None
    scores: tuple[RagasScore, ...] = ()

    @property
    def released(self) -> bool:
        return self.status in (Status.ANSWERED, Status.REPAIRED)

    @property
    def leaked(self) -> bool:
        """Whether a claim was released that a person had marked."""
        return any(claim.released and claim.marked for claim in self.claims)

    def find_score(self, metric: str) -> RagasScore | None:
        return next((score for score in self.scores if score.metric == metric), None)

    @property
    def is_labelled(self) -> bool:
        """Whether a person looked for what is ungrounded in the recorded answer."""
        return self.case.recorded is not None and self.case.recorded.hallucinated is not None
