"""What a signal found against one value of a claim, before it is put into words for a person."""

from dataclasses import dataclass

from verify.grounding.verdict import EvidenceSpan, ReasonCode, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """`span` indexes the claim's text. With `evidence_value` the sources say otherwise, else nothing."""

    code: ReasonCode
    span: Span
    claim_value: str
    evidence_value: str | None = None
    evidence: EvidenceSpan | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A value of the claim that stands in the evidence."""

    span: Span
    claim_value: str
    evidence_value: str
    evidence: EvidenceSpan


@dataclass(frozen=True, slots=True)
class Comparison:
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]

    @property
    def mismatches(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.evidence_value is not None)

    @property
    def missing(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.evidence_value is None)
