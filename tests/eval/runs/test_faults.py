import pytest

from answer.decision import Status
from eval.case import CaseKind
from eval.runs.faults import MEANINGS, Fault, describe_errors, find_fault, worst_first
from eval.runs.outcome import CaseOutcome
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run

LEAK = (make_claim(marked=True),)
SOUND = (make_claim(marked=False),)


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        (make_outcome("l", hallucinated=True, claims=LEAK), Fault.LEAK),
        (make_outcome("u", kind=CaseKind.UNANSWERABLE), Fault.WRONG_ANSWER),
        (make_outcome("h", kind=CaseKind.HOSTILE), Fault.WRONG_ANSWER),
        (make_outcome("r", Status.REPAIRED, hallucinated=False, claims=SOUND), Fault.NEEDLESS_REFUSAL),
        (make_outcome("a", Status.ABSTAINED, hallucinated=False, claims=SOUND), Fault.NEEDLESS_REFUSAL),
        (make_outcome("b", Status.BLOCKED, kind=CaseKind.ANSWERABLE), Fault.NEEDLESS_REFUSAL),
        (make_outcome("w", Status.ABSTAINED, kind=CaseKind.ANSWERABLE), Fault.WRONG_ABSTENTION),
        (make_outcome("e", None, error="broken"), Fault.ERROR),
        (make_outcome("o"), Fault.NONE),
        (make_outcome("n", Status.ABSTAINED, kind=CaseKind.UNANSWERABLE), Fault.NONE),
    ],
)
def test_each_outcome_has_the_fault_that_hurts_most(outcome: CaseOutcome, fault: Fault) -> None:
    assert find_fault(outcome) is fault


def test_every_fault_is_explained() -> None:
    assert set(MEANINGS) == set(Fault) - {Fault.NONE}


def test_leaks_come_first_errors_after_all_wrong_answers_and_the_surest_mistake_leads() -> None:
    run = make_run(
        [
            make_outcome("fine"),
            make_outcome("broken", None, error="broken", score=None, claims=()),
            make_outcome("leak-unsure", hallucinated=True, claims=LEAK, score=0.6),
            make_outcome("refused-unsure", Status.ABSTAINED, hallucinated=False, claims=SOUND, score=0.8),
            make_outcome("leak-sure", hallucinated=True, claims=LEAK, score=0.99),
            make_outcome("refused-sure", Status.ABSTAINED, hallucinated=False, claims=SOUND, score=0.1),
        ]
    )
    assert [outcome.case.id for outcome in worst_first(run)] == [
        "leak-sure",
        "leak-unsure",
        "refused-sure",
        "refused-unsure",
        "broken",
        "fine",
    ]


def test_errors_are_told_once_each_the_commonest_first() -> None:
    outcomes = [make_outcome(f"c{n}", None, error="no disk" if n else "no key") for n in range(3)]

    assert list(describe_errors(make_run([*outcomes, make_outcome("o")]))) == [
        "2 of 4 could not be asked: no disk",
        "1 of 4 could not be asked: no key",
    ]
