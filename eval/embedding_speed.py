"""How fast the embedding graph is, against the plain library in the same run on the same texts."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval import targets
from eval.metrics import percentile
from eval.report import Figure, Measure, Target, Unit
from retrieval.embedder import Embedder

SENTENCE_WORDS, SENTENCES = 20, 256
CHUNK_WORDS, CHUNKS = 180, 48
QUERIES = 50
# The best of a few rounds: what else the machine does only ever slows a round down.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Contest:
    """The two embedders that are compared."""

    graph: Embedder
    plain: Embedder


def cut_texts(words: Sequence[str], *, length: int, count: int) -> list[str]:
    """Return `count` different texts of `length` words each, starting over when the words run out."""
    if not words:
        raise ValueError("there are no words to cut texts from")
    starts = range(0, length * count, length)
    return [" ".join(words[(start + step) % len(words)] for step in range(length)) for start in starts]


def measure_embedding(contest: Contest, words: Sequence[str]) -> list[Figure]:
    sentences = cut_texts(words, length=SENTENCE_WORDS, count=SENTENCES)
    chunks = cut_texts(words, length=CHUNK_WORDS, count=CHUNKS)
    return [
        *compare_throughput(contest, sentences, name=f"embed {SENTENCE_WORDS}-word sentences"),
        *compare_throughput(contest, chunks, name=f"embed {CHUNK_WORDS}-word chunks"),
        *compare_queries(contest, sentences[:QUERIES]),
    ]


def compare_throughput(contest: Contest, texts: Sequence[str], *, name: str) -> list[Figure]:
    graph = len(texts) / _best_seconds(lambda: contest.graph.embed_documents(texts))
    plain = len(texts) / _best_seconds(lambda: contest.plain.embed_documents(texts))
    sizes = len(texts)
    return [
        _figure(f"{name}, graph", Unit.RATE, graph, sample=sizes),
        _figure(f"{name}, sentence-transformers", Unit.RATE, plain, sample=sizes),
        _figure(f"{name}, ratio", Unit.RATIO, graph / plain, sample=sizes, target=targets.EMBEDDING_RATIO),
    ]


def compare_queries(contest: Contest, queries: Sequence[str]) -> list[Figure]:
    graph = median_milliseconds(queries, contest.graph.embed_query)
    plain = median_milliseconds(queries, contest.plain.embed_query)
    sizes = len(queries)
    return [
        _figure(
            "embed one query, graph, p50",
            Unit.MILLISECONDS,
            graph,
            sample=sizes,
            target=targets.QUERY_EMBEDDING_MS,
        ),
        _figure("embed one query, sentence-transformers, p50", Unit.MILLISECONDS, plain, sample=sizes),
        _figure("embed one query, ratio", Unit.RATIO, plain / graph, sample=sizes),
    ]


def median_milliseconds(texts: Sequence[str], run: Callable[[str], object]) -> float:
    """Return the median time of one call; the first, which may load something, is not counted."""
    run(texts[0])
    spent = []
    for text in texts:
        started = time.perf_counter()
        run(text)
        spent.append((time.perf_counter() - started) * 1000)
    return percentile(spent, 0.5)


def _best_seconds(run: Callable[[], object]) -> float:
    run()
    spent = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run()
        spent.append(time.perf_counter() - started)
    return min(spent)


def _figure(name: str, unit: Unit, value: float, *, sample: int, target: Target | None = None) -> Figure:
    return Figure(name, unit, Measure(value, sample), target=target)
