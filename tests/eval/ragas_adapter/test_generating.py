import json

import pytest

from answer.errors import ChatModelConfigurationError
from answer.settings import AnswerSettings
from eval.case import CaseKind
from eval.datasets.dataset import SourceText
from eval.ragas_adapter.generating import GeneratedCases, generate_cases
from eval.runs.score import Failure
from tests.answer.openai_server import ChatServer, ReceivedRequest, Reply, completion, status
from tests.eval.ragas_adapter.judge_server import running_judge, schema_of, settings_for
from tests.fakes import FakeEmbedder

pytestmark = pytest.mark.integration
DOCUMENTS = [
    SourceText(
        f"{name}.md", f"Pausing a {name}. " + f"A paused {name} costs £12 per month and keeps data. " * 9
    )
    for name in ("workspace", "project", "board")
]


def write(request: ReceivedRequest) -> Reply:
    """Name what a passage is about, and ask about it."""
    if "entities" in schema_of(request)["properties"]:
        return completion(json.dumps({"entities": ["Pausing", "Data"]}))
    return completion(json.dumps({"query": " What does a pause cost? ", "answer": "£12 per month."}))


def generate(server: ChatServer, documents: list[SourceText], *, count: int = 10) -> GeneratedCases:
    return generate_cases(documents, count=count, writer=settings_for(server), embedder=FakeEmbedder())


def test_each_passage_becomes_an_answerable_case_with_its_document() -> None:
    with running_judge(write) as server:
        found = generate(server, DOCUMENTS)
    assert (len(found.cases), found.calls, found.failed) == (3, 6, {})
    case = next(case for case in found.cases if case.gold_documents == ("board.md",))
    assert (case.kind, case.question, case.reference, case.source) == (
        CaseKind.ANSWERABLE,
        "What does a pause cost?",
        "£12 per month.",
        "board.md",
    )
    assert case.contexts[0] in DOCUMENTS[2].text
    assert set(case.labels) == {"style", "length"}


def test_the_same_documents_give_the_same_passages_and_ids() -> None:
    with running_judge(write) as server:
        first, again = generate(server, DOCUMENTS, count=2), generate(server, DOCUMENTS[::-1], count=2)
    assert first.cases == again.cases
    assert len(first.cases) == 2


def test_the_question_is_about_a_name_that_stands_in_the_passage() -> None:
    with running_judge(write) as server:
        generate(server, DOCUMENTS[:1])
        prompt = server.requests[1].body["messages"][-1]["content"]
    assert '"term": "Pausing"' in prompt
    assert "costs £12 per month" in prompt


def test_short_and_empty_documents_are_passed_over() -> None:
    with running_judge(write) as server:
        found = generate(server, [SourceText("short.md", "Pausing"), SourceText("empty.md", "")])
    assert (found.cases, found.calls) == ((), 0)


def test_a_chat_model_that_fails_now_and_then_costs_only_those_cases() -> None:
    replies = iter([completion("Sure!"), status(500)])

    def fail_twice(request: ReceivedRequest) -> Reply:
        return next(replies, None) or write(request)

    with running_judge(fail_twice) as server:
        found = generate(server, DOCUMENTS)
    assert len(found.cases) == 1
    assert found.failed == {Failure.JUDGE_NONSENSE: 1, Failure.JUDGE_UNAVAILABLE: 1}


def test_a_question_without_words_is_no_case() -> None:
    def say_nothing(request: ReceivedRequest) -> Reply:
        is_first = "entities" in schema_of(request)["properties"]
        return completion(json.dumps({"entities": []} if is_first else {"query": " ", "answer": "£12"}))

    with running_judge(say_nothing) as server:
        found = generate(server, DOCUMENTS[:1])
    assert (found.cases, found.failed) == ((), {Failure.JUDGE_NONSENSE: 1})


def test_without_a_chat_model_it_says_which_setting_is_missing() -> None:
    with pytest.raises(ChatModelConfigurationError, match="PLUMBLINE_ANSWER__CHAT_MODEL"):
        generate_cases(DOCUMENTS, count=1, writer=AnswerSettings(), embedder=FakeEmbedder())
