"""Screens one text for both dangers, injection and personal data: what `plumbline screen` reports."""

from dataclasses import dataclass

from verify.screening.findings import Finding, Origin
from verify.screening.injection import screen_injection
from verify.screening.pii import PiiSpan, find_pii, redact


@dataclass(frozen=True, slots=True)
class Screening:
    """`redacted` is the text with placeholders; all spans index the text as it was passed."""

    injection: bool
    injection_score: float
    findings: tuple[Finding, ...]
    pii: tuple[PiiSpan, ...]
    redacted: str


def screen(text: str, *, origin: Origin) -> Screening:
    """Judge any text, whatever characters it holds and however long it is."""
    judged = screen_injection(text, origin=origin)
    spans = find_pii(text)
    return Screening(judged.injection, judged.score, judged.findings, spans, redact(text, spans).text)
