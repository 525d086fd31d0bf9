"""What a run would cost before it is paid for: an estimate from above, since nothing was asked yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from answer.settings import AnswerSettings
from eval.case import Case
from eval.runs.suite import EvidenceMode

# English text as the tokenizers of chat models cut it; their makers give the same rule of thumb.
CHARACTERS_PER_TOKEN = 4
# A chunk has at most 256 word pieces, a little more than 1,000 characters.
CHARACTERS_PER_CHUNK = 1_100
# The instructions around evidence and question.
PROMPT_CHARACTERS = 2_000
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """`usd` is None when the prices of the chat model are not set."""

    calls: int
    input_tokens: int
    output_tokens: int
    usd: float | None


def estimate_cost(
    cases: Iterable[Case], evidence: EvidenceMode, *, top_k: int, settings: AnswerSettings
) -> CostEstimate:
    """Return what answers to the cases take; a follow-up is one call more, to write it out in full."""
    calls = characters = 0
    for case in cases:
        talk = sum(len(turn.text) for turn in case.conversation)
        given = sum(len(context) for context in case.contexts)
        read = given if evidence is EvidenceMode.GIVEN else top_k * CHARACTERS_PER_CHUNK
        calls += 2 if case.conversation else 1
        characters += PROMPT_CHARACTERS + read + len(case.question)
        characters += PROMPT_CHARACTERS + talk if case.conversation else 0
    input_tokens = characters // CHARACTERS_PER_TOKEN
    output_tokens = calls * settings.max_output_tokens
    return CostEstimate(calls, input_tokens, output_tokens, price_of(input_tokens, output_tokens, settings))


def price_of(input_tokens: int, output_tokens: int, settings: AnswerSettings) -> float | None:
    if not settings.input_cost_per_million and not settings.output_cost_per_million:
        return None
    paid = input_tokens * settings.input_cost_per_million + output_tokens * settings.output_cost_per_million
    return paid / MILLION
