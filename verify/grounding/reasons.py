"""Puts findings into words that a person can act on: the one place where a reason's sentence is written."""

from verify.grounding.findings import Finding
from verify.grounding.verdict import Reason, ReasonCode, Span

_MESSAGES: dict[ReasonCode, str] = {
    ReasonCode.NUMBER_MISMATCH: "the sources say {evidence}, the answer says {claim}",
    ReasonCode.ENTITY_MISMATCH: "the sources say {evidence}, the answer says {claim}",
    ReasonCode.NEGATION_MISMATCH: "the sources say “{evidence}”, the answer says “{claim}”",
    ReasonCode.NUMBER_NOT_FOUND: "the sources do not mention {claim}",
    ReasonCode.ENTITY_NOT_FOUND: "the sources do not mention {claim}",
    ReasonCode.WORDS_NOT_SUPPORTED: "the sources do not say “{claim}”",
    ReasonCode.LOW_SIMILARITY: "the sources say nothing close enough to this",
    ReasonCode.BESIDE_FAILED: "likely, but not sure enough beside a claim that failed",
    ReasonCode.NO_EVIDENCE: "there are no sources to check this against",
}


def make_reason(finding: Finding, claim_span: Span) -> Reason:
    """Word a finding; `claim_span` is where its value stands in the answer."""
    message = _MESSAGES[finding.code].format(claim=finding.claim_value, evidence=finding.evidence_value)
    return Reason(finding.code, message, claim_span, finding.claim_value, finding.evidence_value)
