"""Describes how well a sentence of the evidence fits a question, in the numbers `answerability.py` weighs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from answer.coverage import TermMatcher, find_vocabulary
from answer.question import AnalysedQuestion, AnswerKind
from retrieval.chunk import RetrievedChunk
from retrieval.embedder import Vectors
from verify.entity import EntityLabel
from verify.grounding.sentences import split_into_sentences
from verify.grounding.words import stem
from verify.patterns import find_pattern_entities

_NEEDED: dict[AnswerKind, frozenset[EntityLabel]] = {
    AnswerKind.MONEY: frozenset({EntityLabel.MONEY}),
    AnswerKind.DURATION: frozenset({EntityLabel.DURATION, EntityLabel.DATE, EntityLabel.TIME}),
    AnswerKind.MOMENT: frozenset({EntityLabel.DURATION, EntityLabel.DATE, EntityLabel.TIME}),
    AnswerKind.PERCENT: frozenset({EntityLabel.PERCENT}),
    AnswerKind.MEASURE: frozenset({EntityLabel.QUANTITY, EntityLabel.DURATION, EntityLabel.CARDINAL}),
    AnswerKind.COUNT: frozenset(
        {
            EntityLabel.CARDINAL,
            EntityLabel.ORDINAL,
            EntityLabel.QUANTITY,
            EntityLabel.DURATION,
            EntityLabel.MONEY,
            EntityLabel.PERCENT,
        }
    ),
}
_FREE_OF_CHARGE = re.compile(r"\bfree\b|without charge|\bno (?:extra )?(?:cost|charge|fee)", re.IGNORECASE)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][a-z]\w+")
_COUNTED = re.compile(
    r"\b(?:how many|(?:maximum |minimum )?number of)\s+(\w[\w'-]*(?: \w[\w-]*)?)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|no|several"
)
_INSTRUCTION = re.compile(
    r"(?:to \w+[^,]{1,60}, )?(?:add|ask|call|check|choose|click|connect|contact|create|delete|download|drag|"
    r"enter|export|go|hold|import|install|log|open|pick|place|press|remove|replace|run|save|scan|select|send|"
    r"set|sign|switch|tap|turn|type|unplug|plug|upload|use|write)\b|.* > ",
    re.IGNORECASE,
)
_REASON = re.compile(
    r".*(?:\bbecause\b|\bso that\b|\bdue to\b|\bcaused?\b|\breasons?\b|\bsince\b)", re.IGNORECASE | re.DOTALL
)
_SHAPES = {AnswerKind.PROCEDURE: _INSTRUCTION, AnswerKind.REASON: _REASON}
_UNDECIDED = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that may answer, its chunk (number `rank`), and the words in it and around it."""

    text: str
    start: int
    hit: RetrievedChunk
    rank: int
    words: frozenset[str]
    context: frozenset[str]
    chunk: frozenset[str]

    @classmethod
    def of(cls, text: str, hit: RetrievedChunk, *, rank: int, start: int = 0) -> "Sentence":
        return cls(
            text=text,
            start=start,
            hit=hit,
            rank=rank,
            words=frozenset(find_vocabulary(text)),
            context=frozenset(find_vocabulary(hit.chunk.context)),
            chunk=frozenset(find_vocabulary(hit.chunk.text)),
        )


@dataclass(frozen=True, slots=True)
class Features:
    """Shares and marks in [0, 1], cosines in [-1, 1], small counts, and sums of weights in [0, terms].

    "Missing" is the weight of the question's words without a match.

    Words are weighted by how rare they are in the collection; `specific` ones are names, codes and numbers.
    """

    rank: float
    chunk_similarity: float
    sentence_similarity: float
    covered_by_sentence: float
    covered_by_context: float
    covered_by_chunk: float
    weakest_match: float
    missing: float
    largest_missing: float
    largest_missing_from_chunk: float
    specific_missing: float
    specific_missing_from_chunk: float
    common_missing: float
    largest_common_missing: float
    focus_missing: float
    fits_kind: float
    kind_unmet: float
    fits_count: float
    count_unmet: float
    is_fragment: float
    terms: float
    specific_terms: float
    words: float
    leans: float
    background_covered: float
    kind_open: float
    kind_yes_no: float
    kind_moment: float
    kind_count: float

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))

    def vector(self) -> Vectors:
        return np.array([getattr(self, name) for name in self.names()], dtype=np.float64)


def find_evidence_sentences(evidence: Sequence[RetrievedChunk]) -> list[Sentence]:
    """Return the sentences that could answer something: at least two content words."""
    sentences = [
        Sentence.of(hit.chunk.text[start:end], hit, rank=rank, start=start)
        for rank, hit in enumerate(evidence)
        for start, end in split_into_sentences(hit.chunk.text)
    ]
    return [sentence for sentence in sentences if len(sentence.words) > 1]


@dataclass(frozen=True, slots=True)
class Measure:
    """What all sentences of one question share: matchers and the weight of each term, shape (n,)."""

    question: AnalysedQuestion
    matcher: TermMatcher
    background: TermMatcher
    weights: Vectors

    def features(self, sentence: Sentence, *, similarity: float) -> Features:
        own = self.matcher.coverage(sentence.words)
        context = np.maximum(own, self.matcher.coverage(sentence.context))
        chunk = np.maximum(context, self.matcher.coverage(sentence.chunk))
        specific = np.array([term.specific for term in self.matcher.terms], dtype=bool)
        missing, missing_from_chunk = self.weights * (1 - context), self.weights * (1 - chunk)
        share = self.weights / max(float(self.weights.sum()), 1e-9)
        background = self.background.coverage(sentence.words | sentence.context)
        focus = np.array([term.stem in self.question.focus for term in self.matcher.terms], dtype=bool)
        kind, text = self.question.kind, sentence.text
        kind_fit, count_fit = fits_kind(self.question, text), fits_count(self.question.text, text)
        return Features(
            rank=float(sentence.rank),
            chunk_similarity=sentence.hit.similarity,
            sentence_similarity=similarity,
            covered_by_sentence=float((own * share).sum()),
            covered_by_context=float((context * share).sum()),
            covered_by_chunk=float((chunk * share).sum()),
            weakest_match=float(context.min(initial=1.0)),
            missing=float(missing.sum()),
            largest_missing=float(missing.max(initial=0.0)),
            largest_missing_from_chunk=float(missing_from_chunk.max(initial=0.0)),
            specific_missing=float(missing[specific].sum()),
            specific_missing_from_chunk=float(missing_from_chunk[specific].sum()),
            common_missing=float(missing[~specific].sum()),
            largest_common_missing=float(missing[~specific].max(initial=0.0)),
            focus_missing=float(missing[focus].sum()),
            fits_kind=kind_fit,
            kind_unmet=float(kind_fit == 0.0),
            fits_count=count_fit,
            count_unmet=float(count_fit == 0.0),
            is_fragment=float(len(sentence.text) < 40 and not re.search(r"[.:]", sentence.text)),
            terms=float(len(self.matcher.terms)),
            specific_terms=float(specific.sum()),
            words=float(len(sentence.words)),
            leans=float(bool(self.background.terms)),
            background_covered=float(background.mean()) if len(background) else 0.0,
            kind_open=float(kind is AnswerKind.OPEN),
            kind_yes_no=float(kind is AnswerKind.YES_NO),
            kind_moment=float(kind is AnswerKind.MOMENT),
            kind_count=float(kind is AnswerKind.COUNT),
        )


def fits_kind(question: AnalysedQuestion, sentence: str) -> float:
    """Return 1 if the sentence holds what the kind of question needs, 0 if not, 0.5 if it needs nothing."""
    if question.units is not None:
        return float(bool(question.units.search(sentence)))
    if question.kind is AnswerKind.MONEY and _FREE_OF_CHARGE.search(sentence):
        return 1.0
    if question.kind in _NEEDED:
        labels = {entity.label for entity in find_pattern_entities(sentence)}
        return float(bool(labels & _NEEDED[question.kind]))
    if question.kind in (AnswerKind.PERSON, AnswerKind.PLACE):
        asked = question.text.lower()
        return float(any(name.group().lower() not in asked for name in _NAME.finditer(sentence)))
    if question.kind in _SHAPES:
        return float(bool(_SHAPES[question.kind].match(sentence)))
    return _UNDECIDED


def fits_count(question: str, sentence: str) -> float:
    """Return 1 if the sentence counts what the question wants counted ("how many rows" → "2,000 rows")."""
    asked = _COUNTED.search(question)
    if asked is None:
        return _UNDECIDED
    nouns = {stem(word) for word in asked.group(1).split()}
    words = [word.strip(".,;:()") for word in sentence.lower().split()]
    stems = [stem(word) if word else "" for word in words]
    for position, word in enumerate(words):
        if _NUMBER.fullmatch(word) and nouns & set(stems[position + 1 : position + 4]):
            return 1.0
    # In a table row the noun is the column's name: "Employees: up to 250".
    return 0.7 if any(nouns & {one} and _has_digit(two) for one, two in pairwise(stems)) else 0.0


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
