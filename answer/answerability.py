"""Judges whether evidence answers what was asked; being grounded alone does not make an answer one.

Used twice: the extractive answerer picks its sentences by it, and the pipeline abstains with
`not_answered` by it.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from answer.coverage import TermMatcher, find_vocabulary
from answer.features import Features, Measure, Sentence, find_evidence_sentences
from answer.question import analyse, find_terms
from answer.rewrite import StandaloneQuestion
from retrieval.chunk import RetrievedChunk
from retrieval.embedder import Embedder, Vectors
from retrieval.keyword import KeywordIndex
from verify.grounding.verdict import ClaimVerdict

WEIGHTS = Path(__file__).parent / "answerability.json"
# Term weights never vanish: even a word of every document must be matched.
LEAST_WEIGHT = 0.02
# Describing a sentence embeds each of its words; the right one is nearly always among this many nearest.
SHORTLIST = 16
# A chat model has read the question itself, so its reply must only not miss it altogether. Of 359 sound
# answers to questions of RAGTruth's development sources the fitted threshold drops 7 %, this one 1 %.
REPLY_THRESHOLD = 0.2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with the probability that it answers the question; `fit` only orders the sentences."""

    sentence: Sentence
    fit: float
    probability: float


@dataclass(frozen=True, slots=True)
class LogisticWeights:
    """A logistic regression over `Features`; both arrays have shape (number of features,)."""

    coefficients: Vectors
    intercept: float

    def logit(self, features: Vectors) -> float:
        return float(features @ self.coefficients + self.intercept)


@dataclass(frozen=True, slots=True)
class AnswerabilityWeights:
    """`ranking` picks the sentence, `answering` says whether it answers; from `threshold` on it does.

    All three are fitted by `eval/training/answerability.py` and stand in `answerability.json`.
    """

    ranking: LogisticWeights
    answering: LogisticWeights
    threshold: float


@cache
def load_weights() -> AnswerabilityWeights:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return AnswerabilityWeights(
        ranking=_read_weights(stored["ranking"]),
        answering=_read_weights(stored["answering"]),
        threshold=float(stored["threshold"]),
    )


def _read_weights(stored: dict[str, float]) -> LogisticWeights:
    # By name, so that a renamed or added feature cannot be read with another one's weight.
    return LogisticWeights(np.array([stored[name] for name in Features.names()]), stored["intercept"])


class Answerability:
    """Embeds many single words and sentences, the same ones again and again: give it a `CachedEmbedder`."""

    def __init__(self, embedder: Embedder, keywords: KeywordIndex) -> None:
        self._embedder = embedder
        self._keywords = keywords

    def rank(self, question: StandaloneQuestion, evidence: Sequence[RetrievedChunk]) -> list[Candidate]:
        """Return the likeliest sentences of the evidence, the one that fits the question best first."""
        return self._judge(question, evidence, self.shortlist(question, evidence))

    def shortlist(self, question: StandaloneQuestion, evidence: Sequence[RetrievedChunk]) -> list[Sentence]:
        """Return the sentences worth describing: the nearest by meaning and by shared words."""
        sentences = find_evidence_sentences(evidence)
        if len(sentences) <= SHORTLIST:
            return sentences
        asked, *vectors = self._embedder.embed_documents(
            [question.in_context, *(one.text for one in sentences)]
        )
        stems = frozenset(find_vocabulary(question.in_context))
        near = [
            float(asked @ vector) + len(stems & (sentence.words | sentence.context)) / max(len(stems), 1)
            for sentence, vector in zip(sentences, vectors, strict=True)
        ]
        best = sorted(range(len(sentences)), key=lambda position: -near[position])[:SHORTLIST]
        return [sentences[position] for position in sorted(best)]

    def answers(
        self,
        question: StandaloneQuestion,
        claims: Sequence[ClaimVerdict],
        evidence: Sequence[RetrievedChunk],
        *,
        quoted: bool,
    ) -> bool:
        """Return whether one of the claims, read with the chunk that supports it, answers the question.

        `quoted` claims are sentences that the embedded answerer chose; others a chat model wrote.
        """
        sentences = [
            Sentence.of(claim.text, evidence[span.context], rank=span.context)
            for claim in claims
            for span in claim.evidence[:1]
        ]
        threshold = load_weights().threshold if quoted else REPLY_THRESHOLD
        return any(found.probability >= threshold for found in self._judge(question, evidence, sentences))

    def _judge(
        self, question: StandaloneQuestion, evidence: Sequence[RetrievedChunk], sentences: Sequence[Sentence]
    ) -> list[Candidate]:
        weights = load_weights()
        vectors = [found.vector() for found in self.describe(question, evidence, sentences)]
        candidates = [
            Candidate(sentence, weights.ranking.logit(vector), _sigmoid(weights.answering.logit(vector)))
            for sentence, vector in zip(sentences, vectors, strict=True)
        ]
        return sorted(candidates, key=lambda candidate: -candidate.fit)

    def describe(
        self, question: StandaloneQuestion, evidence: Sequence[RetrievedChunk], sentences: Sequence[Sentence]
    ) -> list[Features]:
        """Return the features of each sentence, as the weights were fitted on."""
        if not sentences:
            return []
        measure = self._measure(question, evidence, sentences)
        asked, *vectors = self._embedder.embed_documents([question.text, *(one.text for one in sentences)])
        return [
            measure.features(sentence, similarity=float(asked @ vector))
            for sentence, vector in zip(sentences, vectors, strict=True)
        ]

    def _measure(
        self, question: StandaloneQuestion, evidence: Sequence[RetrievedChunk], sentences: Sequence[Sentence]
    ) -> Measure:
        analysed = analyse(question.text)
        told = (*analysed.preface, *find_terms(question.background))
        known = {term.stem for term in analysed.terms}
        background = tuple(dict.fromkeys(term for term in told if term.stem not in known))
        vocabulary: dict[str, str] = {}
        for text in (
            *(hit.chunk.embedded_text for hit in evidence),
            *(sentence.text for sentence in sentences),
        ):
            vocabulary |= find_vocabulary(text)
        # A question of nothing but pronouns ("And for that?") is about what was spoken of before.
        terms = analysed.terms or background
        rarity = self._keywords.rarity(
            [term.written for term in terms], collection=sentences[0].hit.chunk.collection
        )
        return Measure(
            question=analysed,
            matcher=TermMatcher(terms, vocabulary.items(), self._embedder),
            background=TermMatcher(background, vocabulary.items(), self._embedder),
            weights=np.array([max(rarity[term.written], LEAST_WEIGHT) for term in terms], dtype=np.float32),
        )


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))
