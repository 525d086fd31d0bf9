"""ragas itself: the one place that imports it, and switches off what it would report about its use.

That has to happen before anything of it runs, so unlike elsewhere it happens on import; whoever comes here
without ragas gets a `RagasMissingError`. What does not need ragas must not import this module at its top.
"""

import logging
from typing import NoReturn

from eval.errors import RagasMissingError

try:
    # The last three are imported by its metrics when they are used: half an installation shows at once.
    import rapidfuzz  # noqa: F401
    import rouge_score  # noqa: F401
    import sacrebleu  # noqa: F401
    from instructor.core.exceptions import InstructorError
    from ragas import Dataset, EvaluationDataset, MultiTurnSample, SingleTurnSample, _analytics
    from ragas.embeddings.base import BaseRagasEmbedding
    from ragas.llms.base import InstructorBaseRagasLLM, llm_factory
    from ragas.messages import AIMessage, HumanMessage
    from ragas.metrics import collections
    from ragas.metrics.base import MetricType, SingleTurnMetric
    from ragas.metrics.result import MetricResult
    from ragas.testset.graph import Node, NodeType
    from ragas.testset.persona import Persona
    from ragas.testset.synthesizers.base import QueryLength, QueryStyle
    from ragas.testset.synthesizers.single_hop.base import SingleHopScenario
    from ragas.testset.synthesizers.single_hop.specific import SingleHopSpecificQuerySynthesizer
    from ragas.testset.transforms.extractors.llm_based import NERExtractor
    from ragas.tokenizers import BaseTokenizer
except ImportError as exc:
    raise RagasMissingError(f"this needs {exc.name}: pip install 'plumbline[ragas]'") from exc

__all__ = [
    "AIMessage",
    "BaseRagasEmbedding",
    "BaseTokenizer",
    "Dataset",
    "EvaluationDataset",
    "HumanMessage",
    "InstructorBaseRagasLLM",
    "InstructorError",
    "MetricResult",
    "MetricType",
    "MultiTurnSample",
    "NERExtractor",
    "Node",
    "NodeType",
    "Persona",
    "QueryLength",
    "QueryStyle",
    "SingleHopScenario",
    "SingleHopSpecificQuerySynthesizer",
    "SingleTurnMetric",
    "SingleTurnSample",
    "collections",
    "llm_factory",
]


def _no_folder(*_: object, **__: object) -> NoReturn:
    raise OSError("no id of the user is kept")


def _be_quiet() -> None:
    """Do what RAGAS_DO_NOT_TRACK does, which ragas reads once and which only the root settings may."""
    _analytics.do_not_track = lambda: True
    # Each event makes up an id of the user first, sent or not, and leaves it in the home folder.
    _analytics.user_data_dir = _no_folder
    _analytics._analytics_batcher.shutdown()
    # It logs whole replies of a judge as errors; to us they are a class of result.
    logging.getLogger("instructor").setLevel(logging.CRITICAL)


_be_quiet()
