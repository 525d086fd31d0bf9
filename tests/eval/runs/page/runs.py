"""Made-up runs for the tests of the page: labelled drafts, several operating points, hostile texts."""

from collections.abc import Sequence
from dataclasses import replace

from answer.decision import Status
from answer.request import Role, Turn
from eval.case import Case, CaseKind, LabelledSpan, RecordedAnswer
from eval.runs.outcome import CaseOutcome, OutcomeClaim
from eval.runs.run import Run
from tests.eval.runs.outcomes import make_run
from verify.grounding.verdict import EvidenceSpan, OperatingPoint, Verdict

DRAFT = "Refunds take 14 days. They cost nothing."
CONTEXTS = ("Refunds take 14 days. Ask billing.", "The office is closed on Sundays.")
FIRST, SECOND = (0, 21), (22, 40)
HOSTILE = "</script><img src=x onerror=alert(1)> \" ' & <b> \x00\x1b\x7f\ud800\u202e --> ]]>"


def make_claims(*, released: bool, marked: bool | None) -> tuple[OutcomeClaim, ...]:
    """Return a supported claim, released, and a second one of which it is said."""
    evidence = (EvidenceSpan(0, 0, 21),)
    why = () if released else ("the sources do not say “cost nothing”",)
    verdict = Verdict.SUPPORTED if released else Verdict.NOT_ENOUGH_EVIDENCE
    clean = None if marked is None else False
    return (
        OutcomeClaim(*FIRST, DRAFT[:21], Verdict.SUPPORTED, 0.97, True, clean, evidence=evidence),
        OutcomeClaim(*SECOND, DRAFT[22:], verdict, 0.4, released, marked, why, evidence),
    )


def make_draft(key: str, *, leaked: bool, point: OperatingPoint = OperatingPoint.BALANCED) -> CaseOutcome:
    """Return a hallucinated draft, of which the wrong claim was released or not."""
    recorded = RecordedAnswer(DRAFT, "llama", True, (LabelledSpan(27, 39),))
    case = Case(
        key, CaseKind.OPEN, "How long?", contexts=CONTEXTS, recorded=recorded, labels={"model": "llama"}
    )
    return CaseOutcome(
        case,
        point,
        Status.ANSWERED if leaked else Status.REPAIRED,
        draft=DRAFT,
        text=DRAFT if leaked else DRAFT[:21],
        score=0.5,
        claims=make_claims(released=leaked, marked=True),
        contexts=CONTEXTS,
        chat_model="llama",
        milliseconds=120.0,
    )


def make_hostile(*, status: Status | None = Status.ABSTAINED) -> CaseOutcome:
    """Return an outcome of which every text tries to become markup."""
    outcome = make_draft(HOSTILE, leaked=False)
    claims = [replace(claim, text=HOSTILE, reasons=(HOSTILE,), start=0, end=9) for claim in outcome.claims]
    recorded = RecordedAnswer(HOSTILE, HOSTILE, True, (LabelledSpan(2, 12, HOSTILE),))
    case = replace(
        outcome.case,
        question=HOSTILE,
        conversation=(Turn(Role.USER, HOSTILE),),
        gold_documents=(HOSTILE,),
        gold_quote=HOSTILE,
        reference=HOSTILE,
        collection=HOSTILE,
        contexts=(HOSTILE,),
        recorded=recorded,
        source=HOSTILE,
        labels={HOSTILE: HOSTILE, "__proto__": HOSTILE},
    )
    return replace(
        outcome,
        case=case,
        status=status,
        detail=HOSTILE,
        draft=HOSTILE,
        text=f"{HOSTILE} shown",
        claims=tuple(claims),
        contexts=(HOSTILE, HOSTILE),
        retrieved=(HOSTILE,),
        cited=(HOSTILE,),
        chat_model=HOSTILE,
        degraded=(HOSTILE,),
        error=None if status else HOSTILE,
    )


def at_points(outcomes: Sequence[CaseOutcome]) -> Run:
    """Return a run of the outcomes at all three operating points."""
    return make_run([replace(one, operating_point=point) for point in OperatingPoint for one in outcomes])
