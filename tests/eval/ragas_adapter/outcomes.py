"""Made-up outcomes with all that a metric of ragas may want to see."""

from dataclasses import replace

from answer.decision import Status
from answer.request import Role, Turn
from eval.case import Case, CaseKind
from eval.runs.outcome import CaseOutcome
from verify.grounding.verdict import OperatingPoint

CONTEXTS = ("A pause costs £12. It lasts five months.", "Workspaces have members.")
ANSWER = "A pause costs £12. It lasts nine months."
REFERENCE = "A pause costs £12 and lasts five months."
TALK = (Turn(Role.USER, "Can I pause?"), Turn(Role.ASSISTANT, "Yes."))


def make_outcome(key: str = "a", status: Status | None = Status.ANSWERED, **fields: object) -> CaseOutcome:
    """Return the outcome of an answerable question; `fields` of an outcome, or `case` for another case."""
    case = Case(
        key,
        CaseKind.ANSWERABLE,
        "What does a pause cost?",
        gold_documents=("pause.md",),
        gold_quote=CONTEXTS[0],
        reference=REFERENCE,
        source=f"source-{key}",
    )
    usual: dict[str, object] = {"text": ANSWER, "contexts": CONTEXTS, "retrieved": ("pause.md", "members.md")}
    values = {"case": case, "operating_point": OperatingPoint.BALANCED, "status": status, **usual, **fields}
    return CaseOutcome(**values)  # type: ignore[arg-type]  # the fields of an outcome


def make_follow_up(key: str = "f") -> CaseOutcome:
    outcome = make_outcome(key)
    return replace(outcome, case=replace(outcome.case, kind=CaseKind.FOLLOW_UP, conversation=TALK))
