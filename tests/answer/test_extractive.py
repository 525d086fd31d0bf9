from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answer.chat_model import ChatRequest, Prompt, Usage
from answer.extractive import MAX_FOLLOWING, NAME, ExtractiveChatModel
from retrieval.chunk import RetrievedChunk
from tests.answer.desk import Desk, make_hit, open_desk

PLANS = "The Basic plan costs $30 per month. The Pro plan costs $75 per month.\n\nPayment is by card."
STEPS = "To export shifts:\n\n1. Open the rota page.\n2. Choose Export in the menu.\n3. Save the file.\n"
WORDS = ["Basic", "plan", "costs", "$30", "Pro", "export", "How", "do", "much", "?", "shifts", "card", "when"]


@pytest.fixture
def answerer(desk: Desk) -> ExtractiveChatModel:
    return ExtractiveChatModel(desk.answerability)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExtractiveChatModel]:
    with open_desk(tmp_path_factory.mktemp("desk"), {"plans.md": PLANS}) as desk:
        yield ExtractiveChatModel(desk.answerability)


def make_request(question: str, *texts: str, background: str = "") -> ChatRequest:
    evidence: tuple[RetrievedChunk, ...] = tuple(make_hit(text) for text in texts)
    return ChatRequest(Prompt("", "", "answer-1"), question, evidence, background)


def test_the_best_sentence_is_the_answer(answerer: ExtractiveChatModel) -> None:
    reply = answerer.complete(make_request("What does the Pro plan cost per month?", PLANS))
    assert "The Pro plan costs $75 per month." in reply.text.split("\n")
    assert (reply.chat_model, reply.usage) == (NAME, Usage())


@pytest.mark.parametrize("texts", [(), ("",), ("Thanks!",)])
def test_without_evidence_nothing_is_said(answerer: ExtractiveChatModel, texts: tuple[str, ...]) -> None:
    # A chunk always has text; what screening blanked holds no sentence.
    assert (
        answerer.complete(make_request("What does it cost?", *(text or "    " for text in texts))).text == ""
    )


def test_a_sentence_that_announces_a_list_brings_it_along(answerer: ExtractiveChatModel) -> None:
    text = "The Pro plan includes these parts:\n\n- A shared rota\n- Time clocks\n- Payroll exports\n"
    reply = answerer.complete(make_request("What parts does the Pro plan include?", text))
    assert reply.text.split("\n") == [
        "The Pro plan includes these parts:",
        "A shared rota",
        "Time clocks",
        "Payroll exports",
    ]


def test_a_procedure_is_given_to_its_end(answerer: ExtractiveChatModel) -> None:
    reply = answerer.complete(make_request("How do I export shifts?", STEPS))
    assert reply.text.split("\n")[-2:] == ["Choose Export in the menu.", "Save the file."]


def test_a_long_list_is_cut(answerer: ExtractiveChatModel) -> None:
    items = "\n".join(f"- Integration with partner{number} tools" for number in range(20))
    reply = answerer.complete(
        make_request("Which integrations exist?", f"These integrations exist:\n\n{items}\n")
    )
    assert reply.text.startswith("These integrations exist:")
    assert len(reply.text.split("\n")) == 1 + MAX_FOLLOWING


def test_a_follow_up_is_matched_by_its_background_too(answerer: ExtractiveChatModel) -> None:
    background = "Tell me about payment by card."
    reply = answerer.complete(make_request("And that?", PLANS, background=background))
    assert reply.text == "Payment is by card."


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.sampled_from([PLANS, STEPS, PLANS + STEPS])
)
def test_every_line_stands_word_for_word_in_a_chunk(
    shared: ExtractiveChatModel, question: str, text: str
) -> None:
    reply = shared.complete(make_request(question, text, STEPS))
    lines = reply.text.split("\n")
    assert lines[0]
    assert all(line in text or line in STEPS for line in lines)
