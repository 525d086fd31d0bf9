"""Asks every case, and keeps of each answer what the metrics need."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answer.answer import Answer
from answer.errors import AnswerError
from answer.request import AnswerRequest
from eval.case import Case
from eval.case_result import CaseResult
from eval.lookup import Lookup
from eval.verbatim import SourceTexts, find_not_verbatim
from retrieval.errors import RetrievalError
from verify.errors import VerifyError


@dataclass(frozen=True, slots=True)
class Runner:
    """Whom to ask, and where to look up what the answer stands on."""

    ask: Callable[[AnswerRequest], Answer]
    lookup: Lookup
    sources: SourceTexts

    def run(self, cases: Sequence[Case], *, on_done: Callable[[int], None]) -> list[CaseResult]:
        results = []
        for number, case in enumerate(cases, start=1):
            results.append(self.run_case(case))
            on_done(number)
        return results

    def run_case(self, case: Case) -> CaseResult:
        """Ask one case; an error becomes a result, so that one bad question does not end the run."""
        request = AnswerRequest(case.question, case.collection, case.conversation)
        started = time.perf_counter()
        try:
            answer = self.ask(request)
            spent = (time.perf_counter() - started) * 1000
            return self._describe(case, request, answer=answer, milliseconds=spent)
        except (AnswerError, RetrievalError, VerifyError) as exc:
            return CaseResult(case, None, error=f"{type(exc).__name__}: {exc}")

    def _describe(
        self, case: Case, request: AnswerRequest, *, answer: Answer, milliseconds: float
    ) -> CaseResult:
        chunks = self.lookup.find_chunks({citation.chunk for citation in answer.citations})
        return CaseResult(
            case=case,
            status=answer.decision.status,
            cited=tuple(dict.fromkeys(citation.document for citation in answer.citations)),
            retrieved=self.lookup.retrieve_documents(request),
            similarity=self.lookup.best_similarity(case.question, case.collection),
            not_verbatim=find_not_verbatim(answer, chunks, self.sources),
            milliseconds=milliseconds,
        )
