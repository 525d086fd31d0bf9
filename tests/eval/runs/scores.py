"""Made-up scores of ragas for the tests of this folder."""

from dataclasses import replace

from answer.chat_model import Usage
from answer.decision import Status
from eval.case import CaseKind
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run
from eval.runs.score import Failure, RagasScore
from eval.runs.suite import RagasSpec
from tests.eval.runs.outcomes import MADE_WITH, make_outcome, make_run


def make_scored(
    key: str, *values: float, failures: tuple[Failure, ...] = (), metric: str = "faithfulness"
) -> CaseOutcome:
    """Return an answer with the values that a judge gave it, at a cent each."""
    outcome = make_outcome(key, Status.ANSWERED, kind=CaseKind.ANSWERABLE)
    usage = Usage(cost_usd=0.01 * len(values))
    score = RagasScore(metric, key, outcome.operating_point, values, failures, usage)
    return replace(outcome, case=replace(outcome.case, source=key), scores=(score,))


def make_scored_run(*outcomes: CaseOutcome, judge: str = "judge-1", key: str = "aaaa") -> Run:
    run = make_run(outcomes, key=key, made_with=replace(MADE_WITH, judge=judge))
    asked = RagasSpec(metrics=tuple({score.metric: 0 for one in outcomes for score in one.scores}), repeats=2)
    return replace(run, suite=run.suite.model_copy(update={"ragas": asked}))
