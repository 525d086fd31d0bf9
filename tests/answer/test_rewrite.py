import pytest

from answer.chat_model import Usage
from answer.request import Role, Turn
from answer.rewrite import (
    StandaloneQuestion,
    leans_on_conversation,
    rewrite_from_turns,
    rewrite_with_chat_model,
)
from tests.answer.desk import make_request
from tests.fakes import FakeChatModel

TURNS = (Turn(Role.USER, "What does the Pro plan cost?"), Turn(Role.ASSISTANT, "It costs $75 per month."))
FOLLOW_UP = "And how many users does it include?"
SPOKEN = "What does the Pro plan cost? It costs $75 per month."
BEFORE = "What does the Pro plan cost?"


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        (FOLLOW_UP, True),
        ("What about annual plans that were bought before?", True),
        ("How long may the customer keep using it afterwards?", True),
        ("Does the same rule apply for customers in Ireland?", True),
        ("Annual plans too?", True),
        ("How many days does a refund of an annual plan take?", False),
        ("Which plans include single sign-on for every user?", False),
    ],
)
def test_a_follow_up_points_back_or_says_little(question: str, *, leans: bool) -> None:
    assert leans_on_conversation(question) is leans


class TestFromTurns:
    def test_a_follow_up_brings_its_conversation_along(self) -> None:
        found = rewrite_from_turns(make_request(FOLLOW_UP, *TURNS))
        assert found == StandaloneQuestion(FOLLOW_UP, SPOKEN, BEFORE)
        assert found.in_context == f"{SPOKEN} {FOLLOW_UP}"

    def test_it_is_searched_with_the_question_before_it_not_with_the_answer(self) -> None:
        assert rewrite_from_turns(make_request(FOLLOW_UP, *TURNS)).query == f"{FOLLOW_UP} {BEFORE}"
        assert rewrite_from_turns(make_request(FOLLOW_UP, TURNS[1])).query == FOLLOW_UP

    def test_only_the_last_turns_are_taken(self) -> None:
        turns = [Turn(Role.USER, f"turn{number}") for number in range(6)]
        assert rewrite_from_turns(make_request("And then?", *turns)).background == "turn2 turn3 turn4 turn5"

    def test_a_question_that_stands_alone_is_answered_alone_and_searched_with_the_one_before(self) -> None:
        question = "How many days does a refund of an annual plan take?"
        found = rewrite_from_turns(make_request(question, *TURNS))
        assert found == StandaloneQuestion(question, asked_before=BEFORE)
        assert (found.in_context, found.query) == (question, f"{question} {BEFORE}")

    def test_without_a_conversation_nothing_changes(self) -> None:
        assert rewrite_from_turns(make_request("And then?")) == StandaloneQuestion("And then?")
        assert rewrite_from_turns(make_request("And then?")).query == "And then?"


class TestWithChatModel:
    def test_the_rewritten_question_is_used(self) -> None:
        chat_model = FakeChatModel(lambda _: "\n How many users does the Pro plan include? \n")
        found, usage = rewrite_with_chat_model(make_request(FOLLOW_UP, *TURNS), chat_model)
        assert found == StandaloneQuestion("How many users does the Pro plan include?")
        assert usage == Usage(10, 5, 0.25)

    def test_the_chat_model_reads_the_conversation_and_no_evidence(self) -> None:
        chat_model = FakeChatModel(lambda _: "Whatever?")
        rewrite_with_chat_model(make_request(FOLLOW_UP, *TURNS), chat_model)
        (request,) = chat_model.requests
        assert "assistant: It costs $75 per month.\nuser: And how many" in request.prompt.user
        assert (request.prompt.version, request.evidence) == ("rewrite-1", ())

    @pytest.mark.parametrize("reply", ["", "  \n", "First line.\nSecond line.", "long " * 1000])
    def test_an_unusable_reply_keeps_the_question_and_its_conversation(self, reply: str) -> None:
        found, usage = rewrite_with_chat_model(
            make_request(FOLLOW_UP, *TURNS), FakeChatModel(lambda _: reply)
        )
        assert found == StandaloneQuestion(FOLLOW_UP, SPOKEN, BEFORE)
        assert usage.output_tokens == 5

    def test_without_a_conversation_the_chat_model_is_not_asked(self) -> None:
        chat_model = FakeChatModel(lambda _: "Something else?")
        found, usage = rewrite_with_chat_model(make_request(FOLLOW_UP), chat_model)
        assert (found, usage, chat_model.requests) == (StandaloneQuestion(FOLLOW_UP), Usage(), [])
