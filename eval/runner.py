"""Asks every case of the real pipeline, and keeps of each answer what the metrics need."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answer.answer import Answer
from answer.decision import Status
from answer.errors import AnswerError
from answer.pipeline import Pipeline
from answer.request import AnswerRequest
from answer.rewrite import rewrite_from_turns
from eval.case import Case
from eval.verbatim import SourceTexts, find_not_verbatim
from retrieval.catalog import Catalog
from retrieval.chunk import Filter, SearchQuery
from retrieval.embedder import Embedder
from retrieval.errors import RetrievalError
from retrieval.index import ChunkIndex
from retrieval.search import Searcher
from verify.errors import VerifyError


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case.

    `retrieved` are the documents of the best chunks for its query; `similarity` is the cosine of the chunk most
    similar to the question. `status` is None when asking failed, and then `error` says how.
    """

    case: Case
    status: Status | None
    cited: tuple[str, ...] = ()
    retrieved: tuple[str, ...] = ()
    similarity: float = 0.0
    not_verbatim: tuple[str, ...] = ()
    milliseconds: float = 0.0
    error: str | None = None

    @property
    def released(self) -> bool:
        return self.status in (Status.ANSWERED, Status.REPAIRED)

    @property
    def cites_gold(self) -> bool:
        """Whether it was answered, with the document that holds the answer among the citations."""
        return self.released and self.case.gold_document in self.cited


@dataclass(frozen=True, slots=True)
class Runner:
    """What is asked, and where its evidence can be looked up; all of it from one `Parts`."""

    pipeline: Pipeline
    searcher: Searcher
    index: ChunkIndex
    catalog: Catalog
    embedder: Embedder
    sources: SourceTexts
    top_k: int

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
            answer = self.pipeline.answer(request)
            spent = (time.perf_counter() - started) * 1000
            return self._describe(case, request, answer=answer, milliseconds=spent)
        except (AnswerError, RetrievalError, VerifyError) as exc:
            return CaseResult(case, None, error=f"{type(exc).__name__}: {exc}")

    def _describe(
        self, case: Case, request: AnswerRequest, *, answer: Answer, milliseconds: float
    ) -> CaseResult:
        chunks = self.catalog.chunks({citation.chunk for citation in answer.citations})
        return CaseResult(
            case=case,
            status=answer.decision.status,
            cited=tuple(dict.fromkeys(citation.document for citation in answer.citations)),
            retrieved=self._retrieve(request),
            similarity=self._best_similarity(case),
            not_verbatim=find_not_verbatim(answer, chunks, self.sources),
            milliseconds=milliseconds,
        )

    def _retrieve(self, request: AnswerRequest) -> tuple[str, ...]:
        query = SearchQuery(rewrite_from_turns(request).query, request.collection, self.top_k)
        return tuple(dict.fromkeys(hit.chunk.document for hit in self.searcher.search(query)))

    def _best_similarity(self, case: Case) -> float:
        vector = self.embedder.embed_query(case.question)
        found = self.index.search(case.collection, vector, limit=1, only=Filter())
        return found[0][1] if found else 0.0
