"""How near a claim is to the evidence: by meaning (sentences, and token against token) and by words.

Token against token is late interaction (Khattab and Zaharia, ColBERT, 2020): each word piece of the claim is
compared with its nearest one in the evidence.
"""

from dataclasses import dataclass

import numpy as np

from retrieval.embedder import Embedder, TokenVectors, Vectors
from verify.grounding.evidence import WINDOW_SENTENCES, Evidence, stem_pairs
from verify.grounding.statement import Statement

# Of more sentences than this, only those that share words with a claim are embedded: bounds time.
EMBEDDED_SENTENCES = 256
CANDIDATES_PER_CLAIM = 12


# A word piece whose nearest one in the evidence is less similar than this has no counterpart there.
TOKEN_COUNTERPART = 0.5


@dataclass(frozen=True, slots=True)
class TokenAgreement:
    """Cosines of a claim's word pieces with the nearest ones; `missed` is the share without a counterpart."""

    mean: float
    lowest: float
    quartile: float
    missed: float


NO_AGREEMENT = TokenAgreement(0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Similarity:
    """`cosine` of the nearest sentence or window, and shares of the claim's words found in the evidence."""

    cosine: float
    tokens: TokenAgreement
    best_coverage: float
    window_coverage: float
    total_coverage: float
    pair_coverage: float
    nearest: tuple[int, ...]


def measure_similarity(
    claim: Statement, evidence: Evidence, embedder: Embedder, *, settled: frozenset[str] = frozenset()
) -> Similarity:
    """Measure a claim; `settled` are stems of values that the evidence states in other words."""
    numbers = _sentences_to_embed(claim, evidence)
    texts = [claim.text, *(evidence.sentences[number].statement.text for number in numbers)]
    mine, *theirs = embedder.embed_tokens(texts)
    cosine, nearest = _nearest_window(mine.whole, np.array([one.whole for one in theirs]), numbers, evidence)
    stems = claim.stems - (settled - evidence.stems)
    ranked = evidence.rank(stems) if stems else []
    best = ranked[0][0] if ranked else None
    pairs = [pair for pair in stem_pairs(claim) if stems.issuperset(pair)]
    return Similarity(
        cosine=cosine,
        tokens=_compare_tokens(mine, theirs),
        best_coverage=ranked[0][1] if ranked else 0.0,
        window_coverage=_window_coverage(stems, evidence, best),
        total_coverage=len(stems & evidence.stems) / len(stems) if stems else 0.0,
        pair_coverage=sum(pair in evidence.bigrams for pair in pairs) / len(pairs) if pairs else 0.0,
        nearest=tuple(sorted({*nearest, *([best] if best is not None else [])})),
    )


def _compare_tokens(mine: TokenVectors, theirs: list[TokenVectors]) -> TokenAgreement:
    if not theirs or not len(mine.vectors):
        return NO_AGREEMENT
    claim = mine.vectors.astype(np.float32)
    # Sentence by sentence, so that the shape of each product depends on nothing else.
    nearest = np.max(
        [(claim @ one.vectors.astype(np.float32).T).max(axis=1, initial=0.0) for one in theirs], axis=0
    )
    return TokenAgreement(
        mean=float(nearest.mean()),
        lowest=float(nearest.min()),
        quartile=float(np.quantile(nearest, 0.25)),
        missed=float((nearest < TOKEN_COUNTERPART).mean()),
    )


def _sentences_to_embed(claim: Statement, evidence: Evidence) -> list[int]:
    if len(evidence.sentences) <= EMBEDDED_SENTENCES:
        return list(range(len(evidence.sentences)))
    return (
        sorted(number for number, _ in evidence.rank(claim.stems)[:CANDIDATES_PER_CLAIM])
        if claim.stems
        else []
    )


def _nearest_window(
    claim: Vectors, sentences: Vectors, numbers: list[int], evidence: Evidence
) -> tuple[float, tuple[int, ...]]:
    """Return the best cosine over sentences and windows; a window's vector is the mean of its sentences'.

    The mean costs nothing, where embedding every window would treble the work of a cold call.
    """
    best = 0.0
    nearest: tuple[int, ...] = ()
    for size in range(1, WINDOW_SENTENCES + 1):
        starts = [
            start
            for start in range(len(numbers) - size + 1)
            if numbers[start + size - 1] - numbers[start] == size - 1
            and evidence.sentences[numbers[start]].where.context
            == evidence.sentences[numbers[start + size - 1]].where.context
        ]
        if not starts:
            break
        means = np.mean([sentences[[start + step for start in starts]] for step in range(size)], axis=0)
        cosines = (means @ claim) / np.maximum(np.linalg.norm(means, axis=1), 1e-9)
        top = int(np.argmax(cosines))
        if float(cosines[top]) > best:
            best, nearest = float(cosines[top]), tuple(numbers[starts[top] : starts[top] + size])
    return min(best, 1.0), nearest


def _window_coverage(claim: frozenset[str], evidence: Evidence, best: int | None) -> float:
    if best is None:
        return 0.0
    stems = frozenset().union(*(evidence.sentences[i].statement.stems for i in evidence.window_around(best)))
    return len(claim & stems) / len(claim)
