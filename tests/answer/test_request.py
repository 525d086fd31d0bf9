import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.errors import InvalidQuestionError
from answer.request import AnswerRequest, Role, Turn, check_question

LIMIT = 4000


def check(question: str, *turns: str) -> None:
    conversation = tuple(Turn(Role.USER, turn) for turn in turns)
    check_question(AnswerRequest(question, "kb", conversation), max_characters=LIMIT)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty"),
        (" \t\n\u00a0", "the question is empty"),
        ("a" * 100_000, "100000 characters is too long: at most 4000 are allowed"),
        ("a" * (LIMIT + 1), "4001 characters is too long"),
        ("What \ud800 is it?", "not valid UTF-8"),
        ("\udfff", "not valid UTF-8"),
    ],
)
def test_what_cannot_be_a_question_is_refused(question: str, message: str) -> None:
    with pytest.raises(InvalidQuestionError, match=message):
        check(question)


@pytest.mark.parametrize("turn", ["b" * (LIMIT + 1), "half a character: \udc80"])
def test_a_turn_is_held_to_the_same_bounds(turn: str) -> None:
    with pytest.raises(InvalidQuestionError):
        check("And for teams?", "What does it cost?", turn)


@pytest.mark.parametrize("question", ["?", "a" * LIMIT, "Что это стоит?", "🙂", "null \x00 byte"])
def test_any_other_text_may_be_asked(question: str) -> None:
    check(question)


def test_an_empty_turn_is_no_reason_to_refuse() -> None:
    check("And for teams?", "")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=50))
def test_a_question_is_taken_exactly_when_it_says_something(question: str) -> None:
    if question.strip():
        check(question)
    else:
        with pytest.raises(InvalidQuestionError):
            check(question)
