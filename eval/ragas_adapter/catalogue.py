"""The metrics that can be asked for by name: what each needs, and what it asks of a judge."""

from collections.abc import Sequence
from dataclasses import dataclass

from answer.settings import AnswerSettings
from eval.errors import SuiteError
from eval.report import Direction
from retrieval.embedder import Embedder

UP, DOWN = Direction.AT_LEAST, Direction.AT_MOST
PLUMBLINE_FAITHFULNESS = "plumbline_faithfulness"
ANSWER_AND_REFERENCE = ("reference", "response")


@dataclass(frozen=True, slots=True)
class JudgeWork:
    """What one value takes: calls, some of them per context, and how often all contexts are sent in all.

    `prompt_characters` is what ragas writes around the texts of one call, on average: instruction, examples
    and the schema of the reply, as measured with version 0.4.3.
    """

    calls: int
    prompt_characters: int
    calls_per_context: int = 0
    context_passes: int = 0


@dataclass(frozen=True, slots=True)
class RagasMetric:
    """`ragas_class` is the name in `ragas.metrics.collections`; `needs` are the names of what it is given.

    `lowest` is where its scale begins: a cosine may fall below zero.
    """

    ragas_class: str
    needs: tuple[str, ...]
    work: JudgeWork | None = None
    embeds: bool = False
    better: Direction = UP
    lowest: float = 0.0


METRICS: dict[str, RagasMetric] = {
    "bleu_score": RagasMetric("BleuScore", ANSWER_AND_REFERENCE),
    "rouge_score": RagasMetric("RougeScore", ANSWER_AND_REFERENCE),
    "chrf_score": RagasMetric("CHRFScore", ANSWER_AND_REFERENCE),
    "non_llm_string_similarity": RagasMetric("NonLLMStringSimilarity", ANSWER_AND_REFERENCE),
    "exact_match": RagasMetric("ExactMatch", ANSWER_AND_REFERENCE),
    "string_presence": RagasMetric("StringPresence", ANSWER_AND_REFERENCE),
    "quoted_spans_alignment": RagasMetric("QuotedSpansAlignment", ("response", "retrieved_contexts")),
    "semantic_similarity": RagasMetric("SemanticSimilarity", ANSWER_AND_REFERENCE, embeds=True, lowest=-1.0),
    PLUMBLINE_FAITHFULNESS: RagasMetric("", ("user_input", "response", "retrieved_contexts"), embeds=True),
    "faithfulness": RagasMetric(
        "Faithfulness",
        ("user_input", "response", "retrieved_contexts"),
        JudgeWork(2, 3_500, context_passes=1),
    ),
    "context_precision": RagasMetric(
        "ContextPrecision",
        ("user_input", "reference", "retrieved_contexts"),
        JudgeWork(0, 4_800, calls_per_context=1, context_passes=1),
    ),
    "context_recall": RagasMetric(
        "ContextRecall",
        ("user_input", "reference", "retrieved_contexts"),
        JudgeWork(1, 7_300, context_passes=1),
    ),
    "answer_relevancy": RagasMetric(
        "AnswerRelevancy", ("user_input", "response"), JudgeWork(3, 2_600), embeds=True, lowest=-1.0
    ),
    "factual_correctness": RagasMetric("FactualCorrectness", ANSWER_AND_REFERENCE, JudgeWork(4, 3_400)),
    "noise_sensitivity": RagasMetric(
        "NoiseSensitivity",
        ("user_input", "response", "reference", "retrieved_contexts"),
        JudgeWork(3, 3_600, calls_per_context=2, context_passes=2),
        better=DOWN,
    ),
}


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


def get_metric(name: str) -> RagasMetric:
    """Raise SuiteError for a metric that there is not."""
    if name not in METRICS:
        raise SuiteError(f"there is no ragas metric {name!r}; there are {', '.join(METRICS)}")
    return METRICS[name]


def check_wanted(wanted: Sequence[str], setup: RagasSetup) -> None:
    """Raise SuiteError for a metric that there is not, or that lacks its judge or embedding model."""
    for name in wanted:
        metric = get_metric(name)
        if metric.work and setup.judge is None:
            raise SuiteError(f"ragas metric {name} needs a judge: set PLUMBLINE_ANSWER__CHAT_MODEL")
        if metric.embeds and setup.embedder is None:
            raise SuiteError(f"ragas metric {name} needs an embedding model")
