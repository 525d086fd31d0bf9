"""Asks the cases of a suite of a running service, and makes outcomes of what it tells."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from answer.answer import Answer, Citation
from answer.decision import Decision, DecisionReason, Status, abstain
from answer.pipeline import UNVERIFIED
from api.client import ServiceClient
from api.commands.rows import build_row
from api.errors import ApiError, ServiceError
from api.schemas import AskRow, Hit, SearchRow, VerifyResult, VerifyRow
from eval.case import Case
from eval.runs.marks import marker_of
from eval.runs.outcome import CaseOutcome, OutcomeClaim
from verify.grounding.citation_markers import strip_citation_markers
from verify.grounding.verdict import EvidenceSpan, OperatingPoint

Result = TypeVar("Result")
# How often a question is asked that the service puts off (429, or 503, with Retry-After), and the longest
# wait in seconds that it may ask for: a quota that is refilled tomorrow is an error today.
ATTEMPTS, LONGEST_WAIT = 4, 60.0


@dataclass(frozen=True, slots=True)
class ServiceAnswerer:
    """Asks over `collection`; without one, the evidence and the answers come with the cases and are checked.

    Safe to share between threads. Times are those of the answer or the check alone.
    """

    service: ServiceClient
    collection: str | None
    wait: Callable[[float], None] = time.sleep

    def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        """Ask one case; an error of the service becomes an outcome."""
        try:
            if self.collection is None:
                return self._check(case, point)
            return self._answer(case, point, self.collection)
        except ServiceError as exc:
            return CaseOutcome(case, point, None, error=f"HTTP {exc.status}, {exc.code}: {exc}")
        except ApiError as exc:
            return CaseOutcome(case, point, None, error=f"{type(exc).__name__}: {exc}")

    def _answer(self, case: Case, point: OperatingPoint, collection: str) -> CaseOutcome:
        asked = {
            "conversation": [{"role": turn.role, "text": turn.text} for turn in case.conversation],
            "collection": collection,
        }
        row = build_row(AskRow, question=case.question, operating_point=point, **asked)
        answer, spent = self._patiently(lambda: self.service.answer(row))
        hits: Sequence[Hit] = ()
        if answer.decision.status is not Status.BLOCKED:
            # An answer names what it cites, not all that was found.
            query = build_row(SearchRow, query=case.question, **asked)
            hits = self._patiently(lambda: self.service.search(query))[0].hits
        return describe_answer(case, point, answer, hits, milliseconds=spent)

    def _check(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        recorded = case.recorded
        if recorded is None:
            raise ValueError(f"case {case.id} has no recorded answer")
        draft = strip_citation_markers(recorded.text).text.strip()
        row = build_row(
            VerifyRow,
            question=case.question,
            contexts=list(case.contexts),
            answer=draft,
            operating_point=point,
        )
        found, spent = self._patiently(lambda: self.service.verify(row))
        return describe_check(case, point, found, draft=draft, milliseconds=spent)

    def _patiently(self, call: Callable[[], Result], *, attempts: int = ATTEMPTS) -> tuple[Result, float]:
        """Return what comes back, and the milliseconds it took; wait where the service asks for it."""
        started = time.perf_counter()
        try:
            return call(), round((time.perf_counter() - started) * 1000, 1)
        except ServiceError as exc:
            if exc.retry_after is None or exc.retry_after > LONGEST_WAIT or attempts == 1:
                raise
            self.wait(exc.retry_after)
        return self._patiently(call, attempts=attempts - 1)


def describe_answer(
    case: Case, point: OperatingPoint, answer: Answer, hits: Sequence[Hit], *, milliseconds: float
) -> CaseOutcome:
    """Return the outcome as far as an answer tells it; the draft is what was released when all of it was.

    `hits` are what search finds for the question, best first.
    """
    evidence = _Evidence([hit.text for hit in hits])
    claims = _describe_released(answer, hits, evidence) + _describe_withheld(answer)
    return CaseOutcome(
        case=case,
        operating_point=point,
        status=answer.decision.status,
        reason=answer.decision.reason,
        detail=answer.decision.detail,
        draft=answer.text if answer.decision.status is Status.ANSWERED else "",
        text=answer.text,
        claims=claims,
        contexts=tuple(evidence.contexts),
        retrieved=tuple(dict.fromkeys(hit.document for hit in hits)),
        cited=tuple(citation.document for citation in answer.citations),
        chat_model=answer.chat_model,
        degraded=answer.degraded,
        milliseconds=milliseconds,
        usage=answer.usage,
    )


def describe_check(
    case: Case, point: OperatingPoint, found: VerifyResult, *, draft: str, milliseconds: float
) -> CaseOutcome:
    """Return the outcome of a recorded answer that is shown as a whole when it is grounded, or not at all."""
    decision, recorded = _decide(found), case.recorded
    marked = marker_of(recorded)
    return CaseOutcome(
        case=case,
        operating_point=point,
        status=decision.status,
        reason=decision.reason,
        draft=draft,
        text=draft if decision.releases_text else "",
        score=found.score,
        claims=tuple(
            OutcomeClaim.of(claim, released=decision.releases_text, marked=marked(claim.start, claim.end))
            for claim in found.claims
        ),
        contexts=case.contexts,
        chat_model=recorded.chat_model if recorded else "",
        milliseconds=milliseconds,
    )


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The contexts of an outcome; a quote that none of them holds is added."""

    contexts: list[str]

    def place(self, citation: Citation, hits: Sequence[Hit]) -> EvidenceSpan:
        start, end = citation.chunk_start, citation.chunk_end
        for number, hit in enumerate(hits):
            if hit.chunk == citation.chunk and hit.text[start:end] == citation.quote:
                return EvidenceSpan(number, start, end)
        if citation.quote not in self.contexts[len(hits) :]:
            self.contexts.append(citation.quote)
        return EvidenceSpan(self.contexts.index(citation.quote, len(hits)), 0, len(citation.quote))


def _describe_released(answer: Answer, hits: Sequence[Hit], evidence: _Evidence) -> tuple[OutcomeClaim, ...]:
    return tuple(
        OutcomeClaim(
            start=claim.start,
            end=claim.end,
            text=claim.text,
            verdict=claim.verdict,
            score=claim.score,
            released=True,
            reasons=tuple(reason.message for reason in claim.reasons),
            evidence=tuple(evidence.place(answer.citations[number], hits) for number in claim.citations),
        )
        for claim in answer.claims
    )


def _describe_withheld(answer: Answer) -> tuple[OutcomeClaim, ...]:
    return tuple(
        OutcomeClaim(0, 0, "", claim.verdict, None, released=False, reasons=claim.reasons)
        for claim in answer.withheld
    )


def _decide(found: VerifyResult) -> Decision:
    if found.outcome in UNVERIFIED:
        return abstain(UNVERIFIED[found.outcome])
    return Decision(Status.ANSWERED) if found.grounded else abstain(DecisionReason.UNSUPPORTED_CLAIMS)
