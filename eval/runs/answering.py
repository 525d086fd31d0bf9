"""Asks one case as a caller would, and keeps what became of it, draft included."""

import time
from dataclasses import dataclass, field, replace

from answer.answer import Answer
from answer.errors import AnswerError
from answer.pipeline import Pipeline
from answer.ports import AnswerRecord
from answer.recorded import RecordedChatModel
from answer.request import AnswerRequest
from eval.case import Case, RecordedAnswer
from eval.runs.given_evidence import GivenEvidence
from eval.runs.marks import marker_of
from eval.runs.outcome import CaseOutcome, OutcomeClaim
from eval.runs.suite import ChatModelChoice, EvidenceMode
from retrieval.embedder import Embedder
from retrieval.errors import RetrievalError
from verify.errors import VerifyError
from verify.grounding.verdict import OperatingPoint


@dataclass(slots=True)
class _Keeper:
    """The `Recorder` of one question."""

    record_of: list[AnswerRecord] = field(default_factory=list)

    def record(self, record: AnswerRecord) -> None:
        self.record_of.append(record)


@dataclass(frozen=True, slots=True)
class CaseAnswerer:
    """Asks through `pipeline`, with the evidence and the chat model that the suite wants; safe to share.

    Every case is asked over `collection`, whatever its own is called.
    """

    pipeline: Pipeline
    embedder: Embedder
    collection: str
    evidence: EvidenceMode
    chat_model: ChatModelChoice

    def ask(self, case: Case, point: OperatingPoint) -> CaseOutcome:
        """Ask one case; an error becomes an outcome, so that one bad question does not end the run."""
        keeper = _Keeper()
        request = AnswerRequest(case.question, self.collection, case.conversation, operating_point=point)
        started = time.perf_counter()
        try:
            self._pipeline_for(case, keeper).answer(request)
        except (AnswerError, RetrievalError, VerifyError) as exc:
            return CaseOutcome(case, point, None, error=f"{type(exc).__name__}: {exc}")
        spent = round((time.perf_counter() - started) * 1000, 1)
        (record,) = keeper.record_of
        return self._describe(case, point, record, spent)

    def _pipeline_for(self, case: Case, keeper: _Keeper) -> Pipeline:
        pipeline = replace(self.pipeline, recorder=keeper)
        if self.evidence is EvidenceMode.GIVEN:
            pipeline = replace(pipeline, searcher=GivenEvidence(case.contexts, self.embedder))
        if self.chat_model is ChatModelChoice.RECORDED and case.recorded is not None:
            recorded = RecordedChatModel(case.recorded.chat_model, case.recorded.text)
            pipeline = replace(pipeline, chat_model=recorded)
        return pipeline

    def _describe(
        self, case: Case, point: OperatingPoint, record: AnswerRecord, milliseconds: float
    ) -> CaseOutcome:
        answer, drafted = record.answer, record.draft_verification
        is_replay = self.chat_model is ChatModelChoice.RECORDED
        return CaseOutcome(
            case=case,
            operating_point=point,
            status=answer.decision.status,
            reason=answer.decision.reason,
            detail=answer.decision.detail,
            draft=record.draft,
            text=answer.text,
            score=drafted.score if drafted else None,
            claims=_describe_claims(record, case.recorded if is_replay else None),
            contexts=tuple(chunk.text for chunk in record.evidence),
            retrieved=tuple(dict.fromkeys(chunk.document for chunk in record.evidence)),
            cited=tuple(citation.document for citation in answer.citations),
            chat_model=answer.chat_model,
            degraded=answer.degraded,
            milliseconds=milliseconds,
            usage=answer.usage,
            similarity=self._compare(answer, case.reference or case.gold_quote),
        )

    def _compare(self, answer: Answer, reference: str | None) -> float | None:
        if reference is None or not answer.decision.releases_text:
            return None
        ours, theirs = self.embedder.embed_documents([answer.text, reference])
        return float(ours @ theirs)


def _describe_claims(record: AnswerRecord, recorded: RecordedAnswer | None) -> tuple[OutcomeClaim, ...]:
    marked = marker_of(recorded)
    drafted = record.draft_verification
    withheld = {(claim.start, claim.end): claim for claim in record.withheld}
    claims = [withheld.get((claim.start, claim.end), claim) for claim in drafted.claims] if drafted else []
    released = record.answer.decision.releases_text
    return tuple(
        OutcomeClaim.of(
            claim,
            released=released and (claim.start, claim.end) not in withheld,
            marked=marked(claim.start, claim.end),
        )
        for claim in claims
    )
