"""What is wrong with an outcome, and which of them a reader should see first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from answer.decision import Status
from eval.runs.comparison import badness
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run


class Fault(StrEnum):
    """What the page calls it, the worst first; errors say nothing of the answers, so they come last."""

    LEAK = "leak"
    WRONG_ANSWER = "wrongly answered"
    NEEDLESS_REFUSAL = "needless refusal"
    WRONG_ABSTENTION = "wrong abstention"
    ERROR = "error"
    NONE = "no fault known"


MEANINGS = {
    Fault.LEAK: "a claim that a person had marked was released",
    Fault.WRONG_ANSWER: "a question that has no answer, or is hostile, was answered",
    Fault.NEEDLESS_REFUSAL: "a sound draft was not released whole, or a question with an answer was blocked",
    Fault.WRONG_ABSTENTION: "a question with an answer was abstained from",
    Fault.ERROR: "the case could not be asked",
}
# Kinds of errors that are named: more than a few have one cause.
ERRORS_NAMED = 3
_ORDER = {fault: place for place, fault in enumerate(Fault)}
_BY_BADNESS = {0: Fault.NONE, 2: Fault.WRONG_ANSWER, 3: Fault.LEAK, 4: Fault.ERROR}


def find_fault(outcome: CaseOutcome) -> Fault:
    """Return the fault, by the same judgement as gates and comparisons."""
    fault = _BY_BADNESS.get(badness(outcome))
    if fault is not None:
        return fault
    abstained = outcome.status is Status.ABSTAINED and not outcome.is_labelled
    return Fault.WRONG_ABSTENTION if abstained else Fault.NEEDLESS_REFUSAL


def describe_errors(run: Run) -> Iterator[str]:
    """Yield a line for each error that cases could not be asked for, the commonest first."""
    errors = Counter(outcome.error for outcome in run.outcomes if outcome.error is not None)
    for error, count in errors.most_common(ERRORS_NAMED):
        yield f"{count:,} of {len(run.outcomes):,} could not be asked: {error}"


def worst_first(run: Run) -> Sequence[CaseOutcome]:
    """Return the outcomes by fault, then by operating point, and among equals the surest mistakes first."""
    points = {point: place for place, point in enumerate(run.suite.operating_points)}

    def key(outcome: CaseOutcome) -> tuple[int, int, float, str]:
        fault = find_fault(outcome)
        place = points.get(outcome.operating_point, len(points))
        return _ORDER[fault], place, _doubt(outcome, fault), outcome.case.id

    return sorted(run.outcomes, key=key)


def _doubt(outcome: CaseOutcome, fault: Fault) -> float:
    """Return how far the score is from the mistake: a leak that scored high was missed most surely."""
    score = outcome.score or 0.0
    return 1 - score if fault in (Fault.LEAK, Fault.WRONG_ANSWER) else score
