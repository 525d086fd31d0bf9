"""Who judges and who embeds where a metric of ragas needs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from answer.settings import AnswerSettings
from eval.errors import SuiteError
from eval.runs.ragas_metrics import get_metric
from retrieval.embedder import Embedder


@dataclass(frozen=True, slots=True)
class RagasSetup:
    """Who judges and who embeds, where a wanted metric needs it.

    A metric with a judge is asked `repeats` times per case; `concurrency` values are worked on at a time, and
    each asks one thing after the other, so never more calls are under way.
    """

    judge: AnswerSettings | None = None
    embedder: Embedder | None = None
    repeats: int = 3
    concurrency: int = 4

    def __post_init__(self) -> None:
        if self.repeats < 1 or self.concurrency < 1:
            raise ValueError("repeats and concurrency are at least 1")


def check_wanted(wanted: Sequence[str], setup: RagasSetup) -> None:
    """Raise SuiteError for a metric that there is not, or that lacks its judge or embedding model."""
    for name in wanted:
        metric = get_metric(name)
        if metric.work and setup.judge is None:
            raise SuiteError(f"ragas metric {name} needs a judge: set PLUMBLINE_ANSWER__CHAT_MODEL")
        if metric.embeds and setup.embedder is None:
            raise SuiteError(f"ragas metric {name} needs an embedding model")
