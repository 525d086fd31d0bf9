"""What ragas is told of an outcome, under the names of its own fields."""

from collections.abc import Collection
from typing import Any

from eval.case import Case
from eval.runs.outcome import CaseOutcome
from eval.runs.score import Failure


def read_fields(outcome: CaseOutcome) -> dict[str, Any]:
    """Return question, answer, evidence and reference; what there is not is None or empty.

    A refusal is no answer: its polite sentence would be judged as one.
    """
    return {
        "user_input": write_question(outcome.case),
        "response": outcome.text if outcome.released else None,
        "retrieved_contexts": list(outcome.contexts),
        "reference": outcome.case.reference or outcome.case.gold_quote,
    }


def write_question(case: Case) -> str:
    """Return the question, with the talk before it where there was one: a follow-up alone says too little."""
    turns = [f"{turn.role}: {turn.text}" for turn in case.conversation]
    return "\n".join([*turns, f"user: {case.question}"]) if turns else case.question


def find_gap(outcome: CaseOutcome, needs: Collection[str]) -> Failure | None:
    """Return why a metric with these needs cannot say anything of the outcome."""
    fields = read_fields(outcome)
    if outcome.status is None:
        return Failure.ASKING_FAILED
    if "response" in needs and not (fields["response"] or "").strip():
        return Failure.NO_ANSWER
    if "reference" in needs and not (fields["reference"] or "").strip():
        return Failure.NO_REFERENCE
    if "retrieved_contexts" in needs and not any(text.strip() for text in fields["retrieved_contexts"]):
        return Failure.NO_CONTEXTS
    return None
