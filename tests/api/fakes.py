"""A backend without documents, and made-up answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import cast

from pydantic import BaseModel

from answer.answer import Answer, AnswerClaim, AnswerFinding, Citation, Grounding, WithheldClaim
from answer.chat_model import Usage
from answer.decision import Decision, DecisionReason, Status
from answer.request import check_question
from api.document_backend import DocumentBackend
from api.readiness import PartReport, PartState
from api.schemas import AskRow, Hit, HitMetadata, ScreenRow, SearchResult, SearchRow, VerifyResult, VerifyRow
from ingest.job_desk import JobDesk
from verify.grounding.verdict import (
    ClaimVerdict,
    EvidenceSpan,
    OperatingPoint,
    Outcome,
    Reason,
    ReasonCode,
    Verdict,
)
from verify.screening.screening import Screening

CITATION = Citation(
    source="handbook",
    document="policies/refunds.md",
    title="Refunds",
    chunk="c1",
    version="v1",
    page=2,
    heading="Annual plans",
    start=120,
    end=148,
    chunk_start=20,
    chunk_end=48,
    quote="Refunds take up to 14 days.",
)
HIT = Hit(
    document="policies/refunds.md",
    chunk="c1",
    text="Refunds take up to 14 days.",
    score=0.03,
    metadata=HitMetadata("default", "handbook", "v1", "Refunds", "Annual plans", 2, 120, 148, 0.81, 0.93),
)
WRONG_NUMBER = Reason(
    ReasonCode.NUMBER_MISMATCH, "the sources say 14, the answer says 30", (13, 15), "30", "14"
)


def make_answer(question: str = "How long do refunds take?") -> Answer:
    text = "Refunds take up to 14 days."
    return Answer(
        request_id="0b5f4d7e-0000-4000-8000-000000000001",
        question=question,
        text=text,
        decision=Decision(Status.ANSWERED),
        grounding=Grounding(0.97, OperatingPoint.BALANCED),
        claims=(AnswerClaim(0, 27, text, Verdict.SUPPORTED, 0.98, (), (0,)),),
        citations=(CITATION,),
        chat_model="extractive",
        usage=Usage(),
        timings_ms={"retrieve": 6.1, "total": 31.0},
    )


def make_repaired_answer() -> Answer:
    return Answer(
        request_id="0b5f4d7e-0000-4000-8000-000000000002",
        question="How long?",
        text="Refunds take up to 14 days.",
        decision=Decision(Status.REPAIRED, DecisionReason.UNSUPPORTED_CLAIMS, WRONG_NUMBER.message),
        grounding=Grounding(0.9, OperatingPoint.STRICT),
        withheld=(WithheldClaim("ab" * 32, Verdict.CONTRADICTED, (WRONG_NUMBER.message,)),),
        findings=(AnswerFinding("evidence", "role_play", "notes.md: gives the assistant another role"),),
        degraded=("chat model",),
        chat_model="gpt-test",
        usage=Usage(12, 7, 0.001),
        timings_ms={"total": 900.0},
    )


def make_verification() -> VerifyResult:
    claim = ClaimVerdict(
        0, 21, "Refunds take 30 days.", Verdict.CONTRADICTED, 0.04, (WRONG_NUMBER,), (EvidenceSpan(0, 0, 27),)
    )
    return VerifyResult(Outcome.VERIFIED, False, 0.04, (claim,), 3.2)


@dataclass
class FakeBackend:
    """Answers everything the same way and remembers what it was asked; `error` is raised instead."""

    error: Exception | None = None
    reports: list[PartReport] = field(
        default_factory=lambda: [PartReport("catalog", PartState.READY, "fine")]
    )
    asked: list[BaseModel] = field(default_factory=list)
    default_collection: str = "default"
    # Only the tests of their routes need them, and then real ones.
    documents: DocumentBackend = field(default_factory=lambda: cast("DocumentBackend", None))
    jobs: JobDesk = field(default_factory=lambda: cast("JobDesk", None))

    def answer(self, row: AskRow, *, request_id: str | None = None) -> Answer:
        self._note(row)
        check_question(row.to_request(collection="default"), max_characters=100)
        answer = make_answer(row.question)
        return replace(answer, request_id=request_id) if request_id else answer

    def search(self, row: SearchRow) -> SearchResult:
        self._note(row)
        return SearchResult((HIT,))

    def verify(self, row: VerifyRow) -> VerifyResult:
        self._note(row)
        return make_verification()

    def screen(self, row: ScreenRow) -> Screening:
        self._note(row)
        return Screening(injection=False, injection_score=0.0, findings=(), pii=(), redacted=row.text)

    def check_parts(self) -> list[PartReport]:
        return self.reports

    @contextmanager
    def opened(self) -> Iterator["FakeBackend"]:
        yield self

    def _note(self, row: BaseModel) -> None:
        self.asked.append(row)
        if self.error is not None:
            raise self.error
