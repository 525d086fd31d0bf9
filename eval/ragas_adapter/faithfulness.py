"""Our verifier as a metric of ragas: no judge, the same value every time."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from eval.ragas_adapter.library import MetricResult, MetricType, SingleTurnMetric, collections
from verify.grounding.verdict import OperatingPoint, Verdict, Verification
from verify.grounding.verifier import GroundingVerifier


class PlumblineFaithfulness(collections.BaseMetric, SingleTurnMetric):  # type: ignore[misc]  # Any to mypy
    """The share of an answer's claims that its contexts support, with what speaks against the others.

    It serves both worlds of ragas: `ascore`, `score` and their batches as the metrics of its collections,
    for experiments; and `single_turn_ascore`, which its `evaluate` still asks for. An answer that asserts
    nothing has the score that the verifier gives to that, `NO_CLAIMS_SCORE`.
    """

    def __init__(
        self,
        verifier: GroundingVerifier,
        *,
        operating_point: OperatingPoint = OperatingPoint.BALANCED,
        name: str = "plumbline_faithfulness",
    ) -> None:
        super().__init__(name=name)
        self._verifier = verifier
        self._operating_point = operating_point
        # ragas begins a whole batch at once, and six verified at a time take 70 % more of the processor each.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="verifying")
        self._required_columns = {
            MetricType.SINGLE_TURN: {"user_input:optional", "response", "retrieved_contexts"}
        }

    async def ascore(
        self, response: str, retrieved_contexts: Sequence[str], user_input: str | None = None
    ) -> MetricResult:
        verify = partial(
            self._verifier.verify,
            response,
            retrieved_contexts,
            question=user_input,
            operating_point=self._operating_point,
        )
        verification = await asyncio.get_running_loop().run_in_executor(self._thread, verify)
        return MetricResult(value=share_supported(verification), reason=describe(verification))

    def init(self, run_config: object) -> None:
        """Take nothing from it: there is no judge to set up."""

    async def _single_turn_ascore(self, sample: Any, callbacks: object) -> float:  # noqa: ARG002, ANN401
        result = await self.ascore(sample.response, sample.retrieved_contexts, sample.user_input)
        return float(result.value)


def share_supported(verification: Verification) -> float:
    supported = [claim.verdict is Verdict.SUPPORTED for claim in verification.claims]
    return sum(supported) / len(supported) if supported else verification.score


def describe(verification: Verification) -> str:
    """Return the messages against each claim, or why there is no claim."""
    failed = [claim for claim in verification.claims if claim.verdict is not Verdict.SUPPORTED]
    if failed:
        return "\n".join(
            f"{claim.text}: {'; '.join(reason.message for reason in claim.reasons) or claim.verdict}"
            for claim in failed
        )
    if verification.claims:
        return f"all {len(verification.claims)} claims are supported"
    return verification.detail or verification.outcome.replace("_", " ")
