"""What a judge would be asked before it is paid for; needs no ragas."""

from collections.abc import Sequence

from answer.settings import AnswerSettings
from eval.ragas_adapter.catalogue import JudgeWork, get_metric
from eval.ragas_adapter.fields import find_gap, read_fields
from eval.runs.cost import CHARACTERS_PER_TOKEN, CostEstimate, price_of
from eval.runs.outcome import CaseOutcome

# Five statements, each with a reason and a verdict; a judge that thinks aloud takes more.
OUTPUT_TOKENS_PER_CALL = 300


def estimate_calls(
    outcomes: Sequence[CaseOutcome], wanted: Sequence[str], *, repeats: int, judge: AnswerSettings
) -> CostEstimate:
    """Return what the wanted metrics take together; those without a judge take nothing.

    Second tries after a rate limit or a dropped connection are not in it.

    Raises:
        SuiteError: there is no such metric.
    """
    calls = characters = 0
    for metric in map(get_metric, dict.fromkeys(wanted)):
        for outcome in outcomes:
            if metric.work and not find_gap(outcome, metric.needs):
                asked = _count_calls(outcome, metric.work)
                calls += asked * repeats
                characters += repeats * _count_characters(outcome, metric.work, asked)
    input_tokens = characters // CHARACTERS_PER_TOKEN
    output_tokens = calls * OUTPUT_TOKENS_PER_CALL
    return CostEstimate(calls, input_tokens, output_tokens, price_of(input_tokens, output_tokens, judge))


def _count_calls(outcome: CaseOutcome, work: JudgeWork) -> int:
    return work.calls + work.calls_per_context * len(outcome.contexts)


def _count_characters(outcome: CaseOutcome, work: JudgeWork, calls: int) -> int:
    fields = read_fields(outcome)
    around = sum(len(fields[name] or "") for name in ("user_input", "response", "reference"))
    contexts = sum(len(context) for context in outcome.contexts)
    return calls * (work.prompt_characters + around) + work.context_passes * contexts
