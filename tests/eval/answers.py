"""Made-up cases, results and answers for the tests of this folder."""

from dataclasses import replace

from answer.answer import Answer, AnswerClaim, Citation, Grounding
from answer.decision import Decision, Status
from eval.case import Case, CaseKind
from eval.case_result import CaseResult
from retrieval.chunk import Chunk
from verify.grounding.verdict import OperatingPoint, Verdict

DOCUMENT = "Pausing\n\nA pause costs £12. It lasts five months.\n"
SENTENCES = ("A pause costs £12.", "It lasts five months.")
CHUNK = Chunk("c1", "samples", "docs", "pause.txt", "v1", 0, DOCUMENT[9:49], 9, 49, "Pausing")


def make_answer(text: str, *claims: tuple[int, int], status: Status = Status.ANSWERED) -> Answer:
    """Return an answer with those spans as claims, each citing all of `CHUNK`."""
    citation = Citation(
        source="docs",
        document="pause.txt",
        title="Pausing",
        chunk="c1",
        version="v1",
        page=None,
        heading="",
        start=9,
        end=49,
        chunk_start=0,
        chunk_end=40,
        quote=DOCUMENT[9:49],
    )
    return Answer(
        request_id="r",
        question="What does a pause cost?",
        text=text,
        decision=Decision(status),
        grounding=Grounding(0.9, OperatingPoint.BALANCED),
        claims=tuple(
            AnswerClaim(start, end, text[start:end], Verdict.SUPPORTED, 0.9, citations=(0,))
            for start, end in claims
        ),
        citations=(citation,),
    )


def with_quote(answer: Answer, quote: str) -> Answer:
    return replace(answer, citations=tuple(replace(cited, quote=quote) for cited in answer.citations))


def make_case(kind: CaseKind = CaseKind.ANSWERABLE, *, key: str = "c", gold: str = "pause.txt") -> Case:
    return Case(key, kind, "What does a pause cost?", gold_documents=(gold,), collection="samples")


def make_result(kind: CaseKind, status: Status | None, **fields: object) -> CaseResult:
    key = str(fields.pop("key", "c"))
    result = CaseResult(make_case(kind, key=key), status)
    return replace(result, **fields)  # type: ignore[arg-type]  # the fields of a case result
