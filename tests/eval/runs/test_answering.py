from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answer.decision import DecisionReason, Status
from answer.request import Role, Turn
from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.runs.answering import CaseAnswerer
from eval.runs.suite import ChatModelChoice, EvidenceMode
from tests.answer.conftest import DOCUMENTS
from tests.answer.desk import COLLECTION, Desk, open_desk
from tests.fakes import FakeEmbedder
from verify.grounding.verdict import OperatingPoint, Verdict

pytestmark = pytest.mark.integration

QUESTION = "What does the Basic plan cost per month?"
FACT = "The Basic plan costs $30 per month."
FALSE = "It also includes 900 kittens."
CONTEXTS = ("Plans are billed in advance.", f"{FACT} The Pro plan costs $75.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, DOCUMENTS) as desk:
        yield desk


def make_case(text: str, *marked: str, hallucinated: bool | None = None, **fields: object) -> Case:
    """Return a case whose recorded answer is `text`, with these pieces of it marked by a person."""
    spans = tuple(LabelledSpan(text.index(piece), text.index(piece) + len(piece)) for piece in marked)
    labelled = bool(marked) if hallucinated is None else hallucinated
    recorded = RecordedAnswer(text, "llama-2-7b-chat", labelled, spans)
    case = Case("c1", CaseKind.OPEN, QUESTION, contexts=CONTEXTS, recorded=recorded)
    return replace(case, **fields)  # type: ignore[arg-type]


def make_answerer(
    desk: Desk,
    *,
    evidence: EvidenceMode = EvidenceMode.GIVEN,
    chat_model: ChatModelChoice = ChatModelChoice.RECORDED,
) -> CaseAnswerer:
    return CaseAnswerer(desk.pipeline(), FakeEmbedder(), COLLECTION, evidence, chat_model)


def test_a_grounded_recording_is_released_over_the_contexts_of_its_case(desk: Desk) -> None:
    outcome = make_answerer(desk).ask(make_case(FACT), OperatingPoint.BALANCED)

    assert (outcome.status, outcome.text, outcome.draft) == (Status.ANSWERED, FACT, FACT)
    assert outcome.contexts == CONTEXTS
    assert outcome.retrieved == ("context 1", "context 2")
    assert outcome.cited == ("context 2",)
    (claim,) = outcome.claims
    assert (claim.released, claim.marked, claim.verdict) == (True, False, Verdict.SUPPORTED)
    assert CONTEXTS[claim.evidence[0].context][claim.evidence[0].start : claim.evidence[0].end] == FACT
    assert not outcome.leaked


def test_a_marked_claim_that_is_withheld_does_not_leak(desk: Desk) -> None:
    outcome = make_answerer(desk).ask(make_case(f"{FACT} {FALSE}", "900 kittens"), OperatingPoint.BALANCED)

    assert (outcome.status, outcome.text) == (Status.REPAIRED, FACT)
    assert [(claim.text, claim.released, claim.marked) for claim in outcome.claims] == [
        (FACT, True, False),
        (FALSE, False, True),
    ]
    assert not outcome.leaked


def test_a_marked_claim_that_is_released_leaks(desk: Desk) -> None:
    outcome = make_answerer(desk).ask(make_case(FACT, "$30"), OperatingPoint.BALANCED)
    assert (outcome.status, outcome.leaked) == (Status.ANSWERED, True)


@pytest.mark.parametrize("text", [f"{FALSE} [1] {FACT} [2]", f"  {FALSE} {FACT}"])
def test_marks_are_found_again_where_citation_markers_and_space_were_cut_off(desk: Desk, text: str) -> None:
    outcome = make_answerer(desk).ask(make_case(text, "$30 per month"), OperatingPoint.LENIENT)
    assert [claim.marked for claim in outcome.claims] == [False, True]


def test_a_recording_that_nobody_looked_at_has_no_marks(desk: Desk) -> None:
    case = make_case(FACT)
    unseen = replace(case, recorded=RecordedAnswer(FACT, "somebody"))
    outcome = make_answerer(desk).ask(unseen, OperatingPoint.BALANCED)
    assert [claim.marked for claim in outcome.claims] == [None]
    assert not outcome.is_labelled


def test_the_embedded_answerer_answers_from_what_search_finds(desk: Desk) -> None:
    answerer = make_answerer(desk, evidence=EvidenceMode.SEARCH, chat_model=ChatModelChoice.EXTRACTIVE)
    outcome = answerer.ask(make_case(FALSE, "kittens", reference=FACT), OperatingPoint.BALANCED)

    assert (outcome.status, outcome.text, outcome.chat_model) == (Status.ANSWERED, FACT, "extractive")
    assert "plans.md" in outcome.retrieved
    assert outcome.similarity == pytest.approx(1.0)
    assert [claim.marked for claim in outcome.claims] == [None]


def test_what_is_not_released_resembles_nothing(desk: Desk) -> None:
    outcome = make_answerer(desk).ask(make_case(FALSE, "kittens", reference=FACT), OperatingPoint.BALANCED)
    assert (outcome.status, outcome.similarity) == (Status.ABSTAINED, None)


def test_the_operating_point_is_that_of_the_outcome(desk: Desk) -> None:
    for point in OperatingPoint:
        assert make_answerer(desk).ask(make_case(FACT), point).operating_point is point


def test_a_follow_up_is_no_trouble_to_a_recording(desk: Desk) -> None:
    turns = (Turn(Role.USER, "Which plans are there?"), Turn(Role.ASSISTANT, "Basic and Pro."))
    outcome = make_answerer(desk).ask(make_case(FACT, conversation=turns), OperatingPoint.BALANCED)
    assert outcome.status is Status.ANSWERED


def test_without_contexts_there_is_nothing_to_answer_from(desk: Desk) -> None:
    outcome = make_answerer(desk).ask(make_case(FACT, contexts=("", " ")), OperatingPoint.BALANCED)
    assert (outcome.status, outcome.reason) == (Status.ABSTAINED, DecisionReason.NO_DOCUMENTS)


def test_a_question_that_cannot_be_asked_is_an_outcome(desk: Desk) -> None:
    outcome = make_answerer(desk).ask(make_case(FACT, question=" "), OperatingPoint.BALANCED)
    assert (outcome.status, outcome.error) == (None, "InvalidQuestionError: the question is empty")
    assert outcome.claims == ()
