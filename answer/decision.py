"""What is decided about a question; a decision is a value, never an exception."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What the caller gets: `answered` and `repaired` carry an answer, the others a polite sentence."""

    ANSWERED = "answered"
    REPAIRED = "repaired"
    ABSTAINED = "abstained"
    BLOCKED = "blocked"
    ESCALATED = "escalated"


class DecisionReason(StrEnum):
    """Why there is no answer, or why it was repaired; the meanings stand in `EXPLANATIONS`."""

    NO_DOCUMENTS = "no_documents"
    LOW_RELEVANCE = "low_relevance"
    NOT_ANSWERED = "not_answered"
    UNSUPPORTED_CLAIMS = "unsupported_claims"
    CONFLICTING_SOURCES = "conflicting_sources"
    INJECTION_SUSPECTED = "injection_suspected"
    POLICY_VIOLATION = "policy_violation"
    OUT_OF_SCOPE = "out_of_scope"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    INVALID_OUTPUT = "invalid_output"
    BUDGET_EXHAUSTED = "budget_exhausted"
    RATE_LIMITED = "rate_limited"
    MODEL_UNAVAILABLE = "model_unavailable"
    SERVICE_PAUSED = "service_paused"


# What a person reads when nothing is released: safe to show, and true for the reason.
EXPLANATIONS: dict[DecisionReason, str] = {
    DecisionReason.NO_DOCUMENTS: "There are no documents to answer from yet.",
    DecisionReason.LOW_RELEVANCE: "I could not find anything about this in the documents.",
    DecisionReason.NOT_ANSWERED: "The documents touch on this, but they do not say what you asked.",
    DecisionReason.UNSUPPORTED_CLAIMS: (
        "I could not back an answer with the documents, so I would rather give none."
    ),
    DecisionReason.CONFLICTING_SOURCES: "The documents contradict each other on this.",
    DecisionReason.INJECTION_SUSPECTED: (
        "This request looks like an attempt to change how I work, so I will not act on it."
    ),
    DecisionReason.POLICY_VIOLATION: "I cannot help with this request.",
    DecisionReason.OUT_OF_SCOPE: "This is outside what I can answer.",
    DecisionReason.UNSUPPORTED_LANGUAGE: "I can only check answers in English so far.",
    DecisionReason.INVALID_OUTPUT: "The answer did not have the form that was asked for.",
    DecisionReason.BUDGET_EXHAUSTED: "The budget for answers is used up.",
    DecisionReason.RATE_LIMITED: "There are too many questions right now. Please try again later.",
    DecisionReason.MODEL_UNAVAILABLE: "I cannot answer right now. Please try again later.",
    DecisionReason.SERVICE_PAUSED: "Answers are paused right now.",
}


@dataclass(frozen=True, slots=True)
class Decision:
    status: Status
    reason: DecisionReason | None = None
    detail: str | None = None

    @property
    def releases_text(self) -> bool:
        return self.status in (Status.ANSWERED, Status.REPAIRED)


def abstain(reason: DecisionReason, detail: str | None = None) -> Decision:
    return Decision(Status.ABSTAINED, reason, detail)


def block(reason: DecisionReason, detail: str | None = None) -> Decision:
    return Decision(Status.BLOCKED, reason, detail)
