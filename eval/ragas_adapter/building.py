"""Metrics of ragas by our names, and one value of one of them: a number or a failure, never a NaN."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from answer.chat_model import Usage
from eval.ragas_adapter.embeddings import PlumblineEmbedding
from eval.ragas_adapter.faithfulness import PlumblineFaithfulness
from eval.ragas_adapter.judge import Judge, JudgeFailedError, counting_usage
from eval.ragas_adapter.library import collections
from eval.runs.ragas_metrics import PLUMBLINE_FAITHFULNESS, RAGAS_METRICS, RagasMetric
from eval.runs.score import Failure, Take
from retrieval.cached_embedder import CachedEmbedder
from retrieval.embedder import Embedder
from verify.grounding.tagging.tagger import open_tagger
from verify.grounding.verifier import GroundingVerifier

# Rounding of a mean may leave a value a little beyond its scale.
TOLERANCE = 1e-6
# What a metric of ragas raises when a reply has the right form and makes no sense: lists of different
# lengths, none at all.
_SENSELESS = (ArithmeticError, AssertionError, EOFError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A built metric of ragas with what is known of it."""

    metric: RagasMetric
    built: Any

    async def take(self, fields: Mapping[str, Any]) -> Take:
        """Return one value or its failure, with what the judge took for it."""
        with counting_usage() as spent:
            found = await self.evaluate(fields)
        usage = sum(spent, Usage())
        if isinstance(found, Failure):
            return Take(failure=found, usage=usage)
        return Take(found, usage=usage)

    async def evaluate(self, fields: Mapping[str, Any]) -> float | Failure:
        senseless = Failure.JUDGE_NONSENSE if self.metric.work else Failure.NOT_DEFINED
        try:
            result = await self.built.ascore(**{name: fields[name] for name in self.metric.needs})
        except JudgeFailedError as exc:
            return exc.failure
        except _SENSELESS:
            return senseless
        value = float(result.value)
        if math.isnan(value):
            return Failure.NOT_DEFINED
        if not self.metric.lowest - TOLERANCE <= value <= 1 + TOLERANCE:
            return senseless
        return min(max(value, self.metric.lowest), 1.0)


def build_metrics(
    names: Iterable[str], embedder: Embedder | None, judge: Judge | None
) -> dict[str, Evaluator]:
    return {name: Evaluator(RAGAS_METRICS[name], _build(name, embedder, judge)) for name in names}


def _build(name: str, embedder: Embedder | None, judge: Judge | None) -> Any:  # noqa: ANN401  # ragas is Any
    metric = RAGAS_METRICS[name]
    if name == PLUMBLINE_FAITHFULNESS and embedder is not None:
        tagger = open_tagger(embedder.fingerprint)
        return PlumblineFaithfulness(GroundingVerifier(CachedEmbedder(embedder), tagger=tagger))
    parts = {"llm": judge} if metric.work else {}
    if metric.embeds and embedder is not None:
        parts["embeddings"] = PlumblineEmbedding(embedder)
    return getattr(collections, metric.ragas_class)(**parts)
