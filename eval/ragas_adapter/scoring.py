"""Scores outcomes with metrics of ragas, a few at a time: the entry for commands.

ragas is imported once something is scored, so that importing this needs neither it nor its four seconds.
"""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from answer.chat_model import Usage
from eval.ragas_adapter.catalogue import METRICS, RagasSetup, check_wanted
from eval.ragas_adapter.fields import find_gap, read_fields
from eval.ragas_adapter.scores import Failure, RagasScore, RagasScores, summarise
from eval.ragas_adapter.workers import run_to_end, work_through
from eval.runs.outcome import CaseOutcome

if TYPE_CHECKING:
    from eval.ragas_adapter.building import Evaluator

# Told how many of how many are done, and the score that was just found: whoever keeps them loses nothing.
OnScore = Callable[[int, int, RagasScore], None]


@dataclass(frozen=True, slots=True)
class _Job:
    outcome: CaseOutcome
    metric: str
    repeats: int


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
    names = dict.fromkeys(wanted)
    jobs = [
        _Job(outcome, name, setup.repeats if METRICS[name].work else 1)
        for outcome in outcomes
        for name in names
    ]
    return run_to_end(_score_all(jobs, setup, on_done))


async def _score_all(jobs: Sequence[_Job], setup: RagasSetup, on_done: OnScore) -> RagasScores:
    from eval.ragas_adapter.building import build_metrics  # noqa: PLC0415  # see the docstring
    from eval.ragas_adapter.judge import Judge  # noqa: PLC0415  # as above

    wanted = list(dict.fromkeys(job.metric for job in jobs))
    found: dict[int, RagasScore] = {}
    async with AsyncExitStack() as stack:
        is_judged = any(METRICS[name].work for name in wanted)
        judge = await stack.enter_async_context(Judge(setup.judge)) if is_judged and setup.judge else None
        evaluators = build_metrics(wanted, setup.embedder, judge)
        # What needs no judge comes first: it computes, and would hold up replies until they count as late.
        ordered = sorted(enumerate(jobs), key=lambda job: METRICS[job[1].metric].work is not None)

        async def work(numbered: tuple[int, _Job]) -> None:
            number, job = numbered
            found[number] = await _score_one(job, evaluators[job.metric])
            on_done(len(found), len(jobs), found[number])

        await work_through(ordered, work, concurrency=setup.concurrency)
    scores = tuple(found[number] for number in sorted(found))
    outcomes = list({id(job.outcome): job.outcome for job in jobs}.values())
    calls, usage = (judge.calls, judge.usage) if judge else (0, Usage())
    return RagasScores(scores, summarise(outcomes, scores), calls, usage)


async def _score_one(job: _Job, evaluator: "Evaluator") -> RagasScore:
    outcome = job.outcome
    empty = RagasScore(job.metric, outcome.case.id, outcome.operating_point)
    if gap := find_gap(outcome, METRICS[job.metric].needs):
        return replace(empty, failures=(gap,))
    found = [await evaluator.evaluate(read_fields(outcome)) for _ in range(job.repeats)]
    return replace(
        empty,
        values=tuple(one for one in found if not isinstance(one, Failure)),
        failures=tuple(one for one in found if isinstance(one, Failure)),
    )
