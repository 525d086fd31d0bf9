"""One question → one decision, as a visible list of steps; this file sequences, times and records them."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from answer.answer import Answer, AnswerFinding, Grounding, WithheldClaim
from answer.answerability import Answerability
from answer.chat_model import ChatModel, ChatReply, ChatRequest, Usage
from answer.citations import cite
from answer.decision import EXPLANATIONS, Decision, DecisionReason, Status, abstain, block
from answer.errors import ChatModelRefusedError, ChatModelReplyError, ChatModelUnavailableError
from answer.generate import generate
from answer.ports import AnswerRecord, EvidenceFinder, Recorder
from answer.prompt import ANSWER_VERSION, build_prompt
from answer.repair import drop_claims, failed_claims, withheld_claims
from answer.request import AnswerRequest, check_question
from answer.rewrite import StandaloneQuestion, rewrite_from_turns, rewrite_with_chat_model
from answer.screen import screen_evidence, screen_question
from answer.settings import AnswerSettings
from retrieval.chunk import RetrievedChunk, SearchQuery
from retrieval.relevance import keep_relevant
from verify.grounding.citation_markers import strip_citation_markers
from verify.grounding.verdict import ClaimVerdict, OperatingPoint, Outcome, Verification
from verify.grounding.verifier import GroundingVerifier

Result = TypeVar("Result")

DEGRADED_REWRITE = "rewrite"
# What is decided when there is no verdict on the text; without evidence every claim simply fails.
UNVERIFIED = {
    Outcome.NO_CLAIMS: DecisionReason.NOT_ANSWERED,
    Outcome.UNSUPPORTED_LANGUAGE: DecisionReason.UNSUPPORTED_LANGUAGE,
    Outcome.TOO_LONG: DecisionReason.UNSUPPORTED_CLAIMS,
}


@dataclass(slots=True)
class Draft:
    """What is known of the answer so far; each step adds its part.

    `written` is what the chat model wrote, `first_verification` judges that, `text` is what is left of it.
    """

    request: AnswerRequest
    operating_point: OperatingPoint
    question: StandaloneQuestion
    evidence: list[RetrievedChunk] = field(default_factory=list)
    findings: list[AnswerFinding] = field(default_factory=list)
    written: str = ""
    first_verification: Verification | None = None
    text: str = ""
    verification: Verification | None = None
    withheld: list[ClaimVerdict] = field(default_factory=list)
    chat_model: str = ""
    usage: Usage = field(default_factory=Usage)
    degraded: tuple[str, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    def timed(self, step: str, run: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        try:
            return run()
        finally:
            spent = (time.perf_counter() - started) * 1000
            self.timings[step] = round(self.timings.get(step, 0.0) + spent, 1)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Answers questions. Built once by `bootstrap.py`; safe to share between threads.

    Raises (from `answer`):
        InvalidQuestionError: the question is empty, too long, or not text.
        RetrievalError: the collection is unknown, or the index cannot be used.
        ChatModelConfigurationError: the chat model is set up wrongly.
        RecorderError: the audit row could not be written, so nothing is released.
    """

    settings: AnswerSettings
    operating_point: OperatingPoint
    top_k: int
    searcher: EvidenceFinder
    verifier: GroundingVerifier
    answerability: Answerability
    chat_model: ChatModel
    fallback: ChatModel
    recorder: Recorder

    def answer(self, request: AnswerRequest) -> Answer:
        started = time.perf_counter()
        check_question(request, max_characters=self.settings.max_question_characters)
        draft = Draft(
            request,
            request.operating_point or self.operating_point,
            StandaloneQuestion(request.question),
            chat_model=self.chat_model.name,
        )
        decision = self._decide(draft)
        draft.timings["total"] = round((time.perf_counter() - started) * 1000, 1)
        answer = _assemble(draft, decision)
        evidence = tuple(hit.chunk for hit in draft.evidence)
        self.recorder.record(
            AnswerRecord(
                request,
                answer,
                evidence,
                ANSWER_VERSION,
                draft.written,
                draft.first_verification,
                tuple(draft.withheld),
            )
        )
        return answer

    def _decide(self, draft: Draft) -> Decision:
        """Run the steps until one of them decides."""
        for step in (self._screen, self._find_evidence, self._generate, self._verify, self._judge):
            decision = step(draft)
            if decision is not None:
                return decision
        return Decision(Status.ANSWERED)

    def _screen(self, draft: Draft) -> Decision | None:
        attacked, findings = draft.timed("screen", lambda: screen_question(draft.request))
        draft.findings += findings
        if attacked:
            messages = dict.fromkeys(found.message for found in findings)
            return block(DecisionReason.INJECTION_SUSPECTED, "; ".join(messages))
        return None

    def _find_evidence(self, draft: Draft) -> Decision | None:
        draft.timed("rewrite", lambda: self._rewrite(draft))
        hits = draft.timed("retrieve", lambda: self._retrieve(draft))
        if not hits:
            return abstain(DecisionReason.NO_DOCUMENTS)
        hits, findings = draft.timed("screen_evidence", lambda: screen_evidence(hits))
        draft.findings += findings
        draft.evidence = keep_relevant(hits, floor=self.settings.relevance_floor)
        if not draft.evidence:
            return abstain(DecisionReason.LOW_RELEVANCE)
        return None

    def _rewrite(self, draft: Draft) -> None:
        if self.chat_model is self.fallback:
            draft.question = rewrite_from_turns(draft.request)
            return
        try:
            draft.question, usage = rewrite_with_chat_model(draft.request, self.chat_model)
            draft.usage += usage
        except (ChatModelUnavailableError, ChatModelReplyError, ChatModelRefusedError):
            draft.question = rewrite_from_turns(draft.request)
            draft.degraded += (DEGRADED_REWRITE,)

    def _retrieve(self, draft: Draft) -> list[RetrievedChunk]:
        return self.searcher.search(
            SearchQuery(
                text=draft.question.query,
                collection=draft.request.collection,
                top_k=self.top_k,
                filter=draft.request.filter,
                neighbours=self.settings.neighbours,
            )
        )

    def _generate(self, draft: Draft) -> Decision | None:
        prompt = build_prompt(draft.question.text, draft.evidence)
        request = ChatRequest(
            prompt=prompt,
            question=draft.question.text,
            evidence=tuple(draft.evidence),
            background=draft.question.background,
        )
        try:
            generated = draft.timed(
                "generate", lambda: generate(request, chat_model=self.chat_model, fallback=self.fallback)
            )
        except ChatModelRefusedError as exc:
            return block(DecisionReason.POLICY_VIOLATION, str(exc))
        self._take_reply(draft, generated.reply)
        draft.degraded += generated.degraded
        return None if draft.text else abstain(DecisionReason.NOT_ANSWERED)

    def _take_reply(self, draft: Draft, reply: ChatReply) -> None:
        # The embedded answerer sets no markers: what looks like one belongs to the words it quotes.
        quoted = reply.chat_model == self.fallback.name
        draft.written = (reply.text if quoted else strip_citation_markers(reply.text).text).strip()
        draft.text = draft.written
        draft.chat_model = reply.chat_model
        draft.usage += reply.usage

    def _verify(self, draft: Draft) -> Decision | None:
        """Judge every claim; cut out what must be withheld, once, and judge what is left again."""
        first = draft.timed("verify", lambda: self._judge_grounding(draft))
        draft.verification = first
        draft.first_verification = first
        if first.outcome in UNVERIFIED:
            return abstain(UNVERIFIED[first.outcome], first.detail)
        draft.withheld = withheld_claims(first.claims, draft.operating_point)
        if not draft.withheld:
            return None
        draft.text = drop_claims(draft.text, draft.withheld)
        draft.verification = draft.timed("repair", lambda: self._judge_grounding(draft))
        left = draft.verification
        if left.outcome is not Outcome.VERIFIED or failed_claims(left.claims):
            return abstain(DecisionReason.UNSUPPORTED_CLAIMS, _why(draft.withheld))
        return None

    def _judge_grounding(self, draft: Draft) -> Verification:
        return self.verifier.verify(
            draft.text,
            [hit.chunk.text for hit in draft.evidence],
            question=draft.question.text,
            operating_point=draft.operating_point,
        )

    def _judge(self, draft: Draft) -> Decision | None:
        """Grounding alone is empty if the text does not answer what was asked."""
        claims = draft.verification.claims if draft.verification else ()
        quoted = draft.chat_model == self.fallback.name
        answered = draft.timed(
            "answerability",
            lambda: self.answerability.answers(draft.question, claims, draft.evidence, quoted=quoted),
        )
        if not answered:
            return abstain(DecisionReason.NOT_ANSWERED)
        if draft.withheld:
            return Decision(Status.REPAIRED, DecisionReason.UNSUPPORTED_CLAIMS, _why(draft.withheld))
        return None


def _why(withheld: Sequence[ClaimVerdict]) -> str:
    return "; ".join(dict.fromkeys(reason.message for claim in withheld for reason in claim.reasons))


def _assemble(draft: Draft, decision: Decision) -> Answer:
    score = draft.verification.score if draft.verification else 0.0
    answer = Answer(
        request_id=draft.request.request_id,
        question=draft.request.question,
        text=draft.text,
        decision=decision,
        grounding=Grounding(score, draft.operating_point),
        withheld=tuple(_withheld(claim) for claim in draft.withheld),
        findings=tuple(draft.findings),
        degraded=draft.degraded,
        chat_model=draft.chat_model,
        usage=draft.usage,
        timings_ms=dict(draft.timings),
    )
    if not decision.releases_text or draft.verification is None:
        return replace(answer, text=EXPLANATIONS[decision.reason or DecisionReason.NOT_ANSWERED])
    cited = cite(draft.verification.claims, [hit.chunk for hit in draft.evidence])
    return replace(answer, claims=cited.claims, citations=cited.citations)


def _withheld(claim: ClaimVerdict) -> WithheldClaim:
    text_hash = hashlib.sha256(claim.text.encode("utf-8", "surrogatepass")).hexdigest()
    return WithheldClaim(text_hash, claim.verdict, tuple(reason.message for reason in claim.reasons))
