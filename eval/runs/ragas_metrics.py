"""The metrics of ragas that a suite can ask for: what each needs, and what it asks of a judge."""

from dataclasses import dataclass

from eval.errors import SuiteError
from eval.report import Direction

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

    `meaning` is one sentence for whoever reads the figure.
    `lowest` is where its scale begins: a cosine may fall below zero.
    """

    ragas_class: str
    needs: tuple[str, ...]
    meaning: str
    work: JudgeWork | None = None
    embeds: bool = False
    better: Direction = UP
    lowest: float = 0.0


RAGAS_METRICS: dict[str, RagasMetric] = {
    "bleu_score": RagasMetric("BleuScore", ANSWER_AND_REFERENCE, "BLEU of answer and reference"),
    "rouge_score": RagasMetric("RougeScore", ANSWER_AND_REFERENCE, "ROUGE of answer and reference"),
    "chrf_score": RagasMetric("CHRFScore", ANSWER_AND_REFERENCE, "chrF of answer and reference"),
    "non_llm_string_similarity": RagasMetric(
        "NonLLMStringSimilarity", ANSWER_AND_REFERENCE, "edits between answer and reference"
    ),
    "exact_match": RagasMetric("ExactMatch", ANSWER_AND_REFERENCE, "answers that are the reference"),
    "string_presence": RagasMetric(
        "StringPresence", ANSWER_AND_REFERENCE, "answers that the reference stands in"
    ),
    "quoted_spans_alignment": RagasMetric(
        "QuotedSpansAlignment", ("response", "retrieved_contexts"), "quotations that stand in the evidence"
    ),
    "semantic_similarity": RagasMetric(
        "SemanticSimilarity",
        ANSWER_AND_REFERENCE,
        "cosine of answer and reference",
        embeds=True,
        lowest=-1.0,
    ),
    PLUMBLINE_FAITHFULNESS: RagasMetric(
        "",
        ("user_input", "response", "retrieved_contexts"),
        "claims of the answer that our verifier finds supported",
        embeds=True,
    ),
    "faithfulness": RagasMetric(
        "Faithfulness",
        ("user_input", "response", "retrieved_contexts"),
        "statements of the answer that the evidence carries",
        JudgeWork(2, 3_500, context_passes=1),
    ),
    "context_precision": RagasMetric(
        "ContextPrecision",
        ("user_input", "reference", "retrieved_contexts"),
        "whether useful contexts stand first",
        JudgeWork(0, 4_800, calls_per_context=1, context_passes=1),
    ),
    "context_recall": RagasMetric(
        "ContextRecall",
        ("user_input", "reference", "retrieved_contexts"),
        "statements of the reference that the evidence carries",
        JudgeWork(1, 7_300, context_passes=1),
    ),
    "answer_relevancy": RagasMetric(
        "AnswerRelevancy",
        ("user_input", "response"),
        "how near the question is to what the answer would answer",
        JudgeWork(3, 2_600),
        embeds=True,
        lowest=-1.0,
    ),
    "factual_correctness": RagasMetric(
        "FactualCorrectness",
        ANSWER_AND_REFERENCE,
        "claims that answer and reference share",
        JudgeWork(4, 3_400),
    ),
    "noise_sensitivity": RagasMetric(
        "NoiseSensitivity",
        ("user_input", "response", "reference", "retrieved_contexts"),
        "wrong statements that the evidence led to",
        JudgeWork(3, 3_600, calls_per_context=2, context_passes=2),
        better=DOWN,
    ),
}
# What follows the name of a metric with a judge: figures of the judge itself.
SPREAD, ERROR_RATE = "_spread", "_error_rate"


def figures_of(name: str) -> tuple[str, ...]:
    """Return the names of all figures that asking for the metric gives."""
    return (name, name + SPREAD, name + ERROR_RATE) if RAGAS_METRICS[name].work else (name,)


# Figure → the metric that gives it.
RAGAS_FIGURES = {figure: name for name in RAGAS_METRICS for figure in figures_of(name)}


def get_metric(name: str) -> RagasMetric:
    """Raise SuiteError for a metric that there is not."""
    if name not in RAGAS_METRICS:
        raise SuiteError(f"there is no ragas metric {name!r}; there are {', '.join(RAGAS_METRICS)}")
    return RAGAS_METRICS[name]
