from dataclasses import replace

import pytest

from answer.decision import Status
from eval.ragas_adapter.fields import find_gap, read_fields, write_question
from eval.runs.outcome import CaseOutcome
from eval.runs.score import Failure
from tests.eval.ragas_adapter.outcomes import ANSWER, CONTEXTS, REFERENCE, make_follow_up, make_outcome

EVERYTHING = ("user_input", "response", "retrieved_contexts", "reference")
WHOLE = make_outcome()


def test_an_answer_is_told_with_evidence_and_reference() -> None:
    assert read_fields(WHOLE) == {
        "user_input": "What does a pause cost?",
        "response": ANSWER,
        "retrieved_contexts": list(CONTEXTS),
        "reference": REFERENCE,
    }


def test_the_quote_stands_in_for_a_reference() -> None:
    outcome = replace(WHOLE, case=replace(WHOLE.case, reference=None))
    assert read_fields(outcome)["reference"] == CONTEXTS[0]


@pytest.mark.parametrize("status", [Status.ABSTAINED, Status.BLOCKED, Status.ESCALATED])
def test_a_polite_sentence_is_no_answer(status: Status) -> None:
    assert read_fields(make_outcome(status=status, text="I could not find it."))["response"] is None


def test_a_follow_up_is_asked_with_the_talk_before_it() -> None:
    assert write_question(make_follow_up().case) == (
        "user: Can I pause?\nassistant: Yes.\nuser: What does a pause cost?"
    )


@pytest.mark.parametrize(
    ("outcome", "needs", "expected"),
    [
        (WHOLE, EVERYTHING, None),
        (make_outcome(status=None, error="broken"), (), Failure.ASKING_FAILED),
        (make_outcome(status=Status.ABSTAINED), ("response",), Failure.NO_ANSWER),
        (make_outcome(text=" "), ("response",), Failure.NO_ANSWER),
        # What is only about search can be said of a refusal too.
        (make_outcome(status=Status.ABSTAINED), ("reference", "retrieved_contexts"), None),
        (make_outcome(contexts=()), EVERYTHING, Failure.NO_CONTEXTS),
        (make_outcome(contexts=(" ",)), EVERYTHING, Failure.NO_CONTEXTS),
        (
            replace(WHOLE, case=replace(WHOLE.case, reference=None, gold_quote=None)),
            EVERYTHING,
            Failure.NO_REFERENCE,
        ),
    ],
)
def test_what_is_missing_has_a_name(
    outcome: CaseOutcome, needs: tuple[str, ...], expected: Failure | None
) -> None:
    assert find_gap(outcome, needs) is expected
