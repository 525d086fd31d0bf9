"""What a judge would be asked before it is paid for; needs no ragas."""

from collections.abc import Iterable, Sequence

from answer.settings import AnswerSettings
from eval.datasets.dataset import SourceText
from eval.ragas_adapter.fields import read_fields
from eval.ragas_adapter.scores import ScoreJob, plan_jobs
from eval.runs.cost import CHARACTERS_PER_TOKEN, PROMPT_CHARACTERS, CostEstimate, price_of
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import JudgeWork, get_metric

# Five statements, each with a reason and a verdict; a judge that thinks aloud takes more.
OUTPUT_TOKENS_PER_CALL = 300
# Of a made-up case.
CALLS_PER_CASE = 2


def estimate_calls(
    outcomes: Sequence[CaseOutcome], wanted: Sequence[str], *, repeats: int, judge: AnswerSettings
) -> CostEstimate:
    """Return what the wanted metrics take together; those without a judge take nothing.

    Second tries after a rate limit or a dropped connection are not in it.

    Raises:
        SuiteError: there is no such metric.
    """
    return estimate_jobs(plan_jobs(outcomes, wanted, repeats=repeats), judge=judge)


def estimate_jobs(jobs: Iterable[ScoreJob], *, judge: AnswerSettings) -> CostEstimate:
    calls = characters = 0
    for job in jobs:
        metric = get_metric(job.metric)
        if metric.work and not job.gap:
            asked = _count_calls(job.outcome, metric.work)
            calls += asked * job.repeats
            characters += job.repeats * _count_characters(job.outcome, metric.work, asked)
    input_tokens = characters // CHARACTERS_PER_TOKEN
    output_tokens = calls * OUTPUT_TOKENS_PER_CALL
    return CostEstimate(calls, input_tokens, output_tokens, price_of(input_tokens, output_tokens, judge))


def estimate_generation(
    documents: Sequence[SourceText], count: int, *, writer: AnswerSettings
) -> CostEstimate:
    """Return what so many made-up cases take at most: the names of a passage, then a question about one."""
    longest = sorted((len(document.text) for document in documents), reverse=True)[:count]
    calls = CALLS_PER_CASE * len(longest)
    characters = CALLS_PER_CASE * sum(longest) + calls * PROMPT_CHARACTERS
    input_tokens = characters // CHARACTERS_PER_TOKEN
    output_tokens = calls * OUTPUT_TOKENS_PER_CALL
    return CostEstimate(calls, input_tokens, output_tokens, price_of(input_tokens, output_tokens, writer))


def _count_calls(outcome: CaseOutcome, work: JudgeWork) -> int:
    return work.calls + work.calls_per_context * len(outcome.contexts)


def _count_characters(outcome: CaseOutcome, work: JudgeWork, calls: int) -> int:
    fields = read_fields(outcome)
    around = sum(len(fields[name] or "") for name in ("user_input", "response", "reference"))
    contexts = sum(len(context) for context in outcome.contexts)
    return calls * (work.prompt_characters + around) + work.context_passes * contexts
