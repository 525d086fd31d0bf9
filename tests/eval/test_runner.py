from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from answer.answer import Answer
from answer.decision import Status
from answer.errors import AnswerError, InvalidQuestionError
from answer.request import AnswerRequest, Role, Turn
from eval.case import Case, CaseKind
from eval.runner import Runner
from eval.verbatim import SourceTexts
from retrieval.chunk import Chunk
from retrieval.errors import RetrievalError, UnknownCollectionError
from tests.eval.answers import CHUNK, DOCUMENT, SENTENCES, make_answer, make_case
from verify.errors import VerifyError


@dataclass
class FakeLookup:
    """Knows one chunk."""

    def find_chunks(self, ids: Collection[str]) -> Mapping[str, Chunk]:
        return {"c1": CHUNK} if "c1" in ids else {}

    def retrieve_documents(self, request: AnswerRequest) -> tuple[str, ...]:
        return (f"for {request.question}",)

    def best_similarity(self, question: str, collection: str) -> float:
        return 0.75 if collection == "samples" else 0.0


@pytest.fixture
def sources(tmp_path: Path) -> SourceTexts:
    (tmp_path / "pause.txt").write_text(DOCUMENT, encoding="utf-8")
    return SourceTexts(tmp_path)


def test_a_result_holds_what_the_metrics_need(sources: SourceTexts) -> None:
    text = f"{SENTENCES[0]} Probably."
    answer = make_answer(text, (0, len(SENTENCES[0])), (len(SENTENCES[0]) + 1, len(text)))
    result = Runner(lambda _: answer, FakeLookup(), sources).run_case(make_case())
    assert result.status is Status.ANSWERED
    assert result.cited == ("pause.txt",)
    assert result.retrieved == ("for What does a pause cost?",)
    assert result.similarity == 0.75
    assert result.not_verbatim == ("Probably.",)
    assert result.milliseconds > 0
    assert result.error is None


def test_the_whole_case_is_asked(sources: SourceTexts) -> None:
    asked: list[AnswerRequest] = []

    def ask(request: AnswerRequest) -> Answer:
        asked.append(request)
        return make_answer(SENTENCES[0], (0, len(SENTENCES[0])))

    turns = (Turn(Role.USER, "Can we pause?"),)
    case = Case("f", CaseKind.FOLLOW_UP, "What does it cost?", turns, ("pause.txt",), None, "samples")
    Runner(ask, FakeLookup(), sources).run_case(case)
    assert asked == [AnswerRequest("What does it cost?", "samples", turns)]


@pytest.mark.parametrize(
    "error", [InvalidQuestionError("too long"), UnknownCollectionError("none"), VerifyError("no")]
)
def test_one_failed_case_is_a_result_and_the_run_goes_on(
    sources: SourceTexts, error: AnswerError | RetrievalError | VerifyError
) -> None:
    def ask(request: AnswerRequest) -> Answer:
        if request.question == "bad":
            raise error
        return make_answer(SENTENCES[0], (0, len(SENTENCES[0])))

    seen: list[int] = []
    cases = [Case("1", CaseKind.HOSTILE, "bad"), make_case()]
    results = Runner(ask, FakeLookup(), sources).run(cases, on_done=seen.append)
    assert [result.status for result in results] == [None, Status.ANSWERED]
    assert results[0].error == f"{type(error).__name__}: {error}"
    assert seen == [1, 2]
