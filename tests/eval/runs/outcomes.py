"""Made-up outcomes and runs for the tests of this folder."""

from collections.abc import Sequence

from answer.decision import Status
from eval.case import Case, CaseKind, RecordedAnswer
from eval.runs.outcome import CaseOutcome, OutcomeClaim
from eval.runs.run import Fingerprints, Run
from eval.runs.suite import DatasetFormat, DatasetSpec, GateSpec, Suite
from verify.grounding.verdict import OperatingPoint, Verdict

MADE_WITH = Fingerprints("dataset", "corpus", "answer-1", "configuration", "code")
GOLD = ("refunds.md",)


def make_claim(*, released: bool = True, marked: bool | None = None, score: float = 0.9) -> OutcomeClaim:
    verdict = Verdict.SUPPORTED if released else Verdict.NOT_ENOUGH_EVIDENCE
    return OutcomeClaim(0, 7, "Refunds", verdict, score, released, marked)


def make_outcome(
    key: str,
    status: Status | None = Status.ANSWERED,
    *,
    kind: CaseKind = CaseKind.OPEN,
    hallucinated: bool | None = None,
    **fields: object,
) -> CaseOutcome:
    """Return the outcome of a question; with `hallucinated` it replays a labelled answer."""
    gold = GOLD if kind in (CaseKind.ANSWERABLE, CaseKind.FOLLOW_UP) else ()
    recorded = (
        None if hallucinated is None else RecordedAnswer("Refunds take 14 days.", "llama", hallucinated)
    )
    case = Case(key, kind, "How long do refunds take?", gold_documents=gold, recorded=recorded)
    values: dict[str, object] = {"score": 0.9, "claims": (make_claim(),), "milliseconds": 100.0, **fields}
    return CaseOutcome(case, OperatingPoint.BALANCED, status, **values)  # type: ignore[arg-type]


def make_run(
    outcomes: Sequence[CaseOutcome],
    *,
    key: str = "aaaa",
    gates: Sequence[GateSpec] = (),
    made_with: Fingerprints = MADE_WITH,
) -> Run:
    points = tuple(dict.fromkeys(outcome.operating_point for outcome in outcomes))
    suite = Suite(
        name="refunds",
        dataset=DatasetSpec(format=DatasetFormat.CASES, path="cases.csv"),
        operating_points=points or (OperatingPoint.BALANCED,),
        gates=tuple(gates),
    )
    return Run(
        key, suite, made_with, "2026-11-26T08:00:00+00:00", "2026-11-26T08:01:00+00:00", tuple(outcomes)
    )
