"""Scores outcomes with metrics of ragas, a few at a time: the entry for commands.

ragas is imported once something is scored, so that importing this needs neither it nor its four seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from answer.chat_model import Usage
from eval.ragas_adapter.catalogue import RagasSetup, check_wanted
from eval.ragas_adapter.fields import read_fields
from eval.ragas_adapter.scores import RagasScores, ScoreJob, plan_jobs, summarise
from eval.ragas_adapter.workers import run_to_end, work_through
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import RAGAS_METRICS
from eval.runs.score import RagasScore, Take

if TYPE_CHECKING:
    from eval.ragas_adapter.building import Evaluator

# Told how many of how many are done, and the score that was just found: whoever keeps them loses nothing.
OnScore = Callable[[int, int, RagasScore], None]
# The same with the number of the job that the score is of.
OnJob = Callable[[int, RagasScore], None]


def score_with_ragas(
    outcomes: Sequence[CaseOutcome],
    wanted: Sequence[str],
    *,
    setup: RagasSetup,
    on_done: OnScore = lambda *_: None,
) -> RagasScores:
    """Score every outcome with every wanted metric; the scores come by outcome, then by metric.

    Raises:
        SuiteError: there is no such metric, or it lacks its judge or embedding model.
        RagasMissingError: ragas is not installed.
        ChatModelConfigurationError: the judge takes no call at all; what was scored went to `on_done`.
    """
    check_wanted(wanted, setup)
    jobs = plan_jobs(outcomes, wanted, repeats=setup.repeats)
    found: dict[int, RagasScore] = {}

    def keep(number: int, score: RagasScore) -> None:
        found[number] = score
        on_done(len(found), len(jobs), score)

    calls, usage = score_jobs(jobs, setup=setup, on_job=keep)
    scores = tuple(found[number] for number in sorted(found))
    return RagasScores(scores, summarise(outcomes, scores), calls, usage)


def score_jobs(
    jobs: Sequence[ScoreJob], *, setup: RagasSetup, on_job: OnJob, may_ask: Callable[[], bool] = lambda: True
) -> tuple[int, Usage]:
    """Do the jobs in whatever order, and return the calls of the judge and what they took.

    Once `may_ask` says no, no job is begun that needs the judge; those under way are finished.

    Raises:
        RagasMissingError: ragas is not installed.
        ChatModelConfigurationError: the judge takes no call at all.
    """
    return run_to_end(_work(jobs, setup, on_job, may_ask))


async def _work(
    jobs: Sequence[ScoreJob], setup: RagasSetup, on_job: OnJob, may_ask: Callable[[], bool]
) -> tuple[int, Usage]:
    from eval.ragas_adapter.building import build_metrics  # noqa: PLC0415  # see the docstring
    from eval.ragas_adapter.judge import Judge  # noqa: PLC0415  # as above

    wanted = list(dict.fromkeys(job.metric for job in jobs))
    async with AsyncExitStack() as stack:
        is_judged = any(RAGAS_METRICS[name].work for name in wanted)
        judge = await stack.enter_async_context(Judge(setup.judge)) if is_judged and setup.judge else None
        evaluators = build_metrics(wanted, setup.embedder, judge)

        async def work(numbered: tuple[int, ScoreJob]) -> None:
            number, job = numbered
            on_job(number, await _score_one(job, evaluators[job.metric]))

        await work_through(_in_order(jobs, may_ask), work, concurrency=setup.concurrency)
    return (judge.calls, judge.usage) if judge else (0, Usage())


def _in_order(jobs: Sequence[ScoreJob], may_ask: Callable[[], bool]) -> Iterator[tuple[int, ScoreJob]]:
    """Yield what needs no judge first: it computes, and would hold up replies until they count as late."""
    numbered = list(enumerate(jobs))
    yield from (one for one in numbered if not one[1].is_judged)
    for one in numbered:
        if one[1].is_judged:
            if not may_ask():
                return
            yield one


async def _score_one(job: ScoreJob, evaluator: "Evaluator") -> RagasScore:
    outcome = job.outcome
    if gap := job.gap:
        takes = [Take(failure=gap)]
    else:
        takes = [await evaluator.take(read_fields(outcome)) for _ in range(job.repeats)]
    return RagasScore.of(job.metric, outcome.case.id, outcome.operating_point, takes)
