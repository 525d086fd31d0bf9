"""Labelled answers as the tagger is trained on them, grouped by source: they share their evidence."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from eval.training.folds import SETS
from eval.training.tagger.network import Batch
from eval.verifier.rows import Fold, LabelledAnswer, Models, Selection, fold_of, read_answers
from retrieval.embedder import Embedder, TokenVectors
from verify.grounding.citation_markers import StrippedText, strip_citation_markers
from verify.grounding.claims import split_into_claims
from verify.grounding.sentences import split_into_sentences
from verify.grounding.tagging.layout import QUESTION_PIECES, ROW_PIECES, find_runs, lay_out
from verify.grounding.verdict import Span
from verify.grounding.words import content_stems, find_words

Texts = dict[str, TokenVectors]

# More evidence than this is left out while training; a few long news texts only.
EVIDENCE_PIECES = 1024
TEXTS_AT_ONCE = 256
# A claim whose words all contexts carry to the first share, and to at most the second once one of them is
# taken away, is then unsupported; when the loss is smaller than the third, it is taken to stand as it did.
CARRIED, LEFT, SAME = 0.7, 0.45, 0.1


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim of an answer: where it stands, and its text without citation markers."""

    answer: LabelledAnswer
    span: Span
    stripped: StrippedText

    @property
    def text(self) -> str:
        return self.stripped.text

    def is_marked(self, span: Span) -> bool:
        """Whether a labelled span overlaps these characters of the text."""
        start, end = self.stripped.to_original(span)
        return self.answer.is_marked(self.span[0] + start, self.span[0] + end)


@dataclass(frozen=True, slots=True)
class Source:
    """One question with the sentences of each of its contexts, and the claims of each answer to it."""

    id: str
    fold: int
    task: str
    question: str
    contexts: tuple[tuple[str, ...], ...]
    answers: tuple[tuple[LabelledClaim, ...], ...]

    def texts(self) -> Iterator[str]:
        yield self.question
        for sentences in self.contexts:
            yield from sentences
        for claims in self.answers:
            yield from (claim.text for claim in claims)


@dataclass(frozen=True, slots=True)
class _StemsLeft:
    """Content stems of all contexts, and of those that are left once one is taken away."""

    before: frozenset[str]
    after: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimTarget:
    """Where a claim stands in the batch's rows put together, and its labels; `unsupported` None: unknown."""

    claim: LabelledClaim
    first: int
    last: int
    unsupported: bool | None
    tokens: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Example:
    batch: Batch
    targets: tuple[ClaimTarget, ...]


def read_sources(data: Path, sets: Sequence[str] = SETS, *, fold: Fold = Fold.DEVELOPMENT) -> list[Source]:
    """Return the sources of a fold; those for validation are never trained on."""
    found: dict[str, list[LabelledAnswer]] = defaultdict(list)
    for name in sets:
        for row in read_answers(data / "ragtruth" / f"{name}.jsonl.gz", Selection(fold, Models.ALL)):
            if row.is_sound:
                found[row.source].append(row)
    return [make_source(key, rows) for key, rows in found.items()]


def make_source(key: str, rows: Sequence[LabelledAnswer]) -> Source:
    contexts = sorted(set(rows[0].contexts))
    return Source(
        id=key,
        fold=fold_of(key),
        task=rows[0].task,
        question=rows[0].question or "",
        contexts=tuple(
            tuple(text[start:end] for start, end in split_into_sentences(text)) for text in contexts
        ),
        answers=tuple(tuple(_read_claims(row)) for row in rows),
    )


def _read_claims(answer: LabelledAnswer) -> Iterator[LabelledClaim]:
    for start, end in split_into_claims(answer.answer).claims:
        yield LabelledClaim(answer, (start, end), strip_citation_markers(answer.answer[start:end]))


def read_texts(embedder: Embedder, texts: Iterable[str], on_done: Callable[[int, int], None]) -> Texts:
    """Return every text's word pieces with the states that the tagger starts from."""
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    found: dict[str, TokenVectors] = {}
    for start in range(0, len(ordered), TEXTS_AT_ONCE):
        chosen = ordered[start : start + TEXTS_AT_ONCE]
        found |= zip(chosen, embedder.embed_tokens(chosen), strict=True)
        on_done(len(found), len(ordered))
    return found


def make_example(source: Source, texts: Texts, *, without: int | None = None) -> Example | None:
    """Lay out all answers of a source, with one context left out if asked for; None without any claim."""
    contexts = [sentences for number, sentences in enumerate(source.contexts) if number != without]
    evidence = list(_within(EVIDENCE_PIECES, [texts[text] for sentences in contexts for text in sentences]))
    runs = find_runs(text.pieces.tolist() for text in evidence)
    stems = _StemsLeft(_stems(source.contexts), _stems(contexts))
    question = texts[source.question]
    states = [text.middle for text in evidence]
    rows, targets, end = [], [], 0
    for claims in source.answers:
        read = [texts[claim.text] for claim in claims]
        for row in lay_out(question.pieces.tolist(), [text.pieces.tolist() for text in read], runs):
            states.append(question.middle[:QUESTION_PIECES])
            for number, (first, _) in zip(row.claims, row.bounds, strict=True):
                states.append(read[number].middle[:ROW_PIECES])
                spans = read[number].spans[:ROW_PIECES]
                targets.append(_target(claims[number], spans, end + first, stems))
            rows.append(row)
            end += len(row.kinds)
    if not rows:
        return None
    count = sum(len(text.pieces) for text in evidence)
    together = torch.from_numpy(np.concatenate(states).astype(np.float32))
    return Example(Batch(together, count, rows), tuple(targets))


def _within(most: int, texts: Iterable[TokenVectors]) -> Iterator[TokenVectors]:
    for text in texts:
        most -= len(text.pieces)
        if most < 0:
            return
        yield text


def _stems(contexts: Iterable[Iterable[str]]) -> frozenset[str]:
    return content_stems("\n".join(text for sentences in contexts for text in sentences))


def _target(claim: LabelledClaim, spans: Sequence[Span], first: int, stems: _StemsLeft) -> ClaimTarget:
    marked = claim.answer.is_marked(*claim.span)
    label = True if marked else _is_unsupported_now(claim.text, stems)
    wanting: list[Span] = []
    if label and not marked:
        wanting = [
            word.span for word in find_words(claim.text) if word.is_content and word.stem not in stems.after
        ]
    tokens = tuple(
        float(claim.is_marked((start, end)) or any(left < end and start < right for left, right in wanting))
        for start, end in spans
    )
    return ClaimTarget(claim, first, first + len(spans), label, tokens)


def _is_unsupported_now(text: str, left: _StemsLeft) -> bool | None:
    """Return whether a claim that was supported no longer is; None when that cannot be told."""
    stems = content_stems(text)
    if left.before == left.after or not stems:
        return False
    had, has = (len(stems & known) / len(stems) for known in (left.before, left.after))
    if had - has < SAME:
        return False
    return True if had >= CARRIED and has <= LEFT else None


def choose_context(source: Source, chance: random.Random, share: float) -> int | None:
    """Return, in this share of cases, the number of a context to leave out; one must remain."""
    if len(source.contexts) < 2 or chance.random() >= share:  # one to leave out, one to keep
        return None
    return chance.randrange(len(source.contexts))
