"""How near a claim is to the evidence: by meaning (sentences, and token against token) and by words.

Token against token is late interaction (Khattab and Zaharia, ColBERT, 2020): each word piece of the claim is
compared with its nearest one in the evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from retrieval.embedder import Embedder, TokenVectors, Vectors
from verify.grounding.evidence import WINDOW_SENTENCES, Evidence, EvidenceSentence, stem_pairs
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


class SimilarityMeter:
    """Measures claims against one evidence, whose vectors are put together once.

    No product's shape depends on other claims, so neither does a result, to the last bit.
    """

    def __init__(self, evidence: Evidence, embedder: Embedder) -> None:
        self._evidence = evidence
        self._embedder = embedder

    def measure(self, claim: Statement, *, settled: frozenset[str] = frozenset()) -> Similarity:
        """Measure a claim; `settled` are stems of values that the evidence states in other words."""
        evidence = self._evidence
        (mine,) = self._embedder.embed_tokens([claim.text])
        vectors = self._choose_vectors(claim)
        cosine, nearest = vectors.find_nearest(mine.whole)
        stems = claim.stems - (settled - evidence.stems)
        ranked = evidence.rank(stems) if stems else []
        best = ranked[0][0] if ranked else None
        pairs = [pair for pair in stem_pairs(claim) if stems.issuperset(pair)]
        return Similarity(
            cosine=cosine,
            tokens=vectors.compare_tokens(mine),
            best_coverage=ranked[0][1] if ranked else 0.0,
            window_coverage=_window_coverage(stems, evidence, best),
            total_coverage=len(stems & evidence.stems) / len(stems) if stems else 0.0,
            pair_coverage=sum(pair in evidence.bigrams for pair in pairs) / len(pairs) if pairs else 0.0,
            nearest=tuple(sorted({*nearest, *([best] if best is not None else [])})),
        )

    def _choose_vectors(self, claim: Statement) -> "_SentenceVectors":
        if len(self._evidence.sentences) <= EMBEDDED_SENTENCES:
            return self._all_vectors
        ranked = self._evidence.rank(claim.stems) if claim.stems else []
        return self._read_vectors(sorted(number for number, _ in ranked[:CANDIDATES_PER_CLAIM]))

    @cached_property
    def _all_vectors(self) -> "_SentenceVectors":
        return self._read_vectors(range(len(self._evidence.sentences)))

    def _read_vectors(self, numbers: Sequence[int]) -> "_SentenceVectors":
        sentences = [self._evidence.sentences[number] for number in numbers]
        read = self._embedder.embed_tokens([sentence.statement.text for sentence in sentences])
        return _SentenceVectors(sentences, read)


class _SentenceVectors:
    """Vectors of some sentences in order: of their word pieces, of each, and of the windows they form."""

    def __init__(self, sentences: Sequence[EvidenceSentence], read: Sequence[TokenVectors]) -> None:
        self._pieces = np.concatenate([one.vectors for one in read]).astype(np.float32).T if read else None
        wholes = np.array([one.whole for one in read])
        self._windows = [
            window
            for size in range(1, WINDOW_SENTENCES + 1)
            if (window := _make_windows(sentences, wholes, size)) is not None
        ]

    def compare_tokens(self, mine: TokenVectors) -> TokenAgreement:
        if self._pieces is None or not self._pieces.size or not len(mine.vectors):
            return NO_AGREEMENT
        nearest = (mine.vectors.astype(np.float32) @ self._pieces).max(axis=1, initial=0.0)
        return TokenAgreement(
            mean=float(nearest.mean()),
            lowest=float(nearest.min()),
            quartile=float(np.quantile(nearest, 0.25)),
            missed=float((nearest < TOKEN_COUNTERPART).mean()),
        )

    def find_nearest(self, claim: Vectors) -> tuple[float, tuple[int, ...]]:
        """Return the best cosine over sentences and windows, and the numbers of the sentences there."""
        best = 0.0
        nearest: tuple[int, ...] = ()
        for numbers, vectors in self._windows:
            cosines = vectors @ claim
            top = int(np.argmax(cosines))
            if float(cosines[top]) > best:
                best, nearest = float(cosines[top]), numbers[top]
        return min(best, 1.0), nearest


def _make_windows(
    sentences: Sequence[EvidenceSentence], wholes: Vectors, size: int
) -> tuple[list[tuple[int, ...]], Vectors] | None:
    """Return the windows of neighbours in one context and their unit vectors, the mean of the sentences'.

    The mean costs nothing, where embedding every window would treble the work of a cold call.
    """
    starts = [
        start
        for start in range(len(sentences) - size + 1)
        if sentences[start + size - 1].number - sentences[start].number == size - 1
        and sentences[start].where.context == sentences[start + size - 1].where.context
    ]
    if not starts:
        return None
    means = np.mean([wholes[[start + step for start in starts]] for step in range(size)], axis=0)
    unit = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return [tuple(one.number for one in sentences[start : start + size]) for start in starts], unit


def _window_coverage(claim: frozenset[str], evidence: Evidence, best: int | None) -> float:
    if best is None:
        return 0.0
    stems = frozenset().union(*(evidence.sentences[i].statement.stems for i in evidence.window_around(best)))
    return len(claim & stems) / len(claim)
