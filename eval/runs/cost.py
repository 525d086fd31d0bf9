"""What a run would cost before it is paid for: an estimate from above, since nothing was asked yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from answer.settings import AnswerSettings
from eval.case import Case
from eval.errors import CostCapReachedError
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

    def __add__(self, other: "CostEstimate") -> "CostEstimate":
        return CostEstimate(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            None if self.usd is None or other.usd is None else self.usd + other.usd,
        )


NO_COST = CostEstimate(0, 0, 0, 0.0)


@dataclass(slots=True)
class Spending:
    """What a run has cost in US dollars, answers and judge together, and what it may cost."""

    limit_usd: float | None = None
    spent_usd: float = 0.0

    @property
    def is_over(self) -> bool:
        return self.limit_usd is not None and self.spent_usd >= self.limit_usd

    def check(self) -> None:
        """Raise CostCapReachedError when no more may be spent."""
        if self.is_over:
            raise CostCapReachedError(
                f"the run has cost ${self.spent_usd:.2f}, and may cost ${self.limit_usd:.2f}; what was "
                "answered is kept: run it again with a higher --max-cost to go on"
            )


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


def describe_cost(answers: CostEstimate, judged: CostEstimate) -> str:
    """Return in one sentence what answers and the judge of ragas take; only the first is an upper bound."""
    both = answers + judged
    some = f", {judged.calls:,} of them" if answers.calls else ""
    judging = f"{some} as the judge of ragas" if judged.calls else ""
    return (
        f"{both.calls:,} calls of the chat model{judging}, about {both.input_tokens:,} tokens in and up to "
        f"{both.output_tokens:,} out; the price is {_describe_price(both.usd, is_bound=not judged.calls)}"
    )


def _describe_price(usd: float | None, *, is_bound: bool) -> str:
    if usd is None:
        return "unknown, since the prices of the model are not set"
    return f"${usd:.2f} at most" if is_bound else f"about ${usd:.2f}"
