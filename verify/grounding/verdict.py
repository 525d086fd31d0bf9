"""What the grounding wing says of an answer: one verdict per claim, with reasons and evidence."""

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Verdict(StrEnum):
    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


class Outcome(StrEnum):
    VERIFIED = "verified"
    NO_CONTEXTS = "no_contexts"
    NO_CLAIMS = "no_claims"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    TOO_LONG = "too_long"


class OperatingPoint(StrEnum):
    STRICT = "strict"
    BALANCED = "balanced"
    LENIENT = "lenient"


class ReasonCode(StrEnum):
    """Why a claim is not supported; the words a person reads are made from these in one place."""

    NUMBER_MISMATCH = "number_mismatch"
    ENTITY_MISMATCH = "entity_mismatch"
    NEGATION_MISMATCH = "negation_mismatch"
    NUMBER_NOT_FOUND = "number_not_found"
    ENTITY_NOT_FOUND = "entity_not_found"
    WORDS_NOT_SUPPORTED = "words_not_supported"
    LOW_SIMILARITY = "low_similarity"
    NO_EVIDENCE = "no_evidence"
    BESIDE_FAILED = "beside_failed"


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding against a claim. `claim_span` indexes the answer, not the claim."""

    code: ReasonCode
    message: str
    claim_span: Span
    claim_value: str
    evidence_value: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceSpan:
    """Where a claim's support stands: half-open offsets into the context of that number, as it was passed."""

    context: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """The verdict on one claim; `score` is the probability that the claim is supported."""

    start: int
    end: int
    text: str
    verdict: Verdict
    score: float
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[EvidenceSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on a whole answer; `score` is the probability that all of it is grounded, always a number.

    `non_claims` are the spans recognised as no factual claim (greetings, offers to help, "the sources do not
    say"), so that reports can say how much text was not judged.
    """

    outcome: Outcome
    grounded: bool
    score: float
    claims: tuple[ClaimVerdict, ...] = ()
    non_claims: tuple[Span, ...] = ()
    detail: str | None = None
