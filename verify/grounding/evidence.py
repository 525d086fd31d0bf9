"""The evidence made ready for the signals: sentences in a canonical order, indexed by their words."""

from bisect import bisect_left
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from threading import Lock

from verify.entity import Entity
from verify.grounding.citation_markers import strip_citation_markers
from verify.grounding.sentences import split_into_sentences
from verify.grounding.statement import Statement, make_statement
from verify.grounding.verdict import EvidenceSpan, Span
from verify.grounding.words import normalised
from verify.nlp import EntityFinder

# How many neighbouring sentences are looked at together: support is often spread over two or three.
WINDOW_SENTENCES = 3
# Of more sentences with values than this, only the nearest to a claim are compared: bounds time.
COMPARED_SENTENCES = 200
# Contexts kept ready between calls, by number and by size: the same chunks come back in many answers.
CACHED_CONTEXTS = 512
CACHED_CONTEXT_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class ContextSentences:
    """One context, read once: the statements and where they stand in it."""

    statements: tuple[Statement, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """`number` is its place in the canonical order of all evidence."""

    number: int
    statement: Statement
    where: EvidenceSpan


class Evidence:
    """All evidence of one verification; the order of the contexts leaves no trace but their numbers."""

    def __init__(self, contexts: Sequence[tuple[int, str, ContextSentences]]) -> None:
        placed = (
            (statement, EvidenceSpan(number, *span))
            for number, _, read in contexts
            for statement, span in zip(read.statements, read.spans, strict=True)
        )
        self.sentences = tuple(EvidenceSentence(number, *each) for number, each in enumerate(placed))
        self._contexts = contexts
        # What was asked for last: a claim asks once for each of its values.
        self._near: tuple[frozenset[str], tuple[EvidenceSentence, ...]] | None = None

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(self._holders)

    @cached_property
    def bigrams(self) -> frozenset[tuple[str, str]]:
        return frozenset(pair for sentence in self.sentences for pair in stem_pairs(sentence.statement))

    @cached_property
    def with_values(self) -> tuple[EvidenceSentence, ...]:
        """The sentences that hold any value."""
        return tuple(sentence for sentence in self.sentences if sentence.statement.quantities)

    def with_values_near(self, stems: frozenset[str]) -> Sequence[EvidenceSentence]:
        """Return all sentences that hold a value, or of very many those that share most of the stems."""
        if len(self.with_values) <= COMPARED_SENTENCES:
            return self.with_values
        if self._near is None or self._near[0] != stems:
            ranked = (self.sentences[number] for number, _ in self.rank(stems)) if stems else iter(())
            holding = (sentence for sentence in ranked if sentence.statement.quantities)
            self._near = (stems, tuple(islice(holding, COMPARED_SENTENCES)))
        return self._near[1]

    def rank(self, stems: frozenset[str]) -> list[tuple[int, float]]:
        """Return (sentence number, share of the stems in it), best first; those with none are left out."""
        counts = Counter(number for stem in sorted(stems) for number in self._holders.get(stem, ()))
        return [
            (number, count / len(stems))
            for number, count in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
        ]

    def window_around(self, number: int) -> range:
        """Return the numbers of the sentences of the same context near one."""
        context = self.sentences[number].where.context
        first = last = number
        while first > 0 and number - first < WINDOW_SENTENCES - 1 and self._context_of(first - 1) == context:
            first -= 1
        while (
            last + 1 < len(self.sentences)
            and last - number < WINDOW_SENTENCES - 1
            and self._context_of(last + 1) == context
        ):
            last += 1
        return range(first, last + 1)

    def find_verbatim(self, text: str) -> tuple[EvidenceSpan, ...]:
        """Return where a text stands word for word as whole sentences; empty when nowhere."""
        return self._verbatim.get(normalised(text), ())

    def _context_of(self, number: int) -> int:
        return self.sentences[number].where.context

    @cached_property
    def _holders(self) -> dict[str, list[int]]:
        holders: dict[str, list[int]] = defaultdict(list)
        for number, sentence in enumerate(self.sentences):
            for stem in sentence.statement.stems:
                holders[stem].append(number)
        return dict(holders)

    @cached_property
    def _verbatim(self) -> dict[str, tuple[EvidenceSpan, ...]]:
        found: dict[str, tuple[EvidenceSpan, ...]] = {}
        words = [
            normalised(strip_citation_markers(sentence.statement.text).text) for sentence in self.sentences
        ]
        for number in range(len(self.sentences)):
            for end in range(number + 1, min(number + WINDOW_SENTENCES, len(words)) + 1):
                if self._context_of(end - 1) != self._context_of(number):
                    break
                key = " ".join(words[number:end])
                found.setdefault(key, tuple(sentence.where for sentence in self.sentences[number:end]))
        for number, text, _ in self._contexts:
            found.setdefault(
                normalised(strip_citation_markers(text).text), (EvidenceSpan(number, 0, len(text)),)
            )
        found.pop("", None)
        return found


class EvidenceReader:
    """Reads contexts, and remembers the last ones by their text; safe to share between threads."""

    def __init__(self, entity_finder: EntityFinder) -> None:
        self._entity_finder = entity_finder
        self._read: OrderedDict[str, ContextSentences] = OrderedDict()
        self._lock = Lock()

    def read(self, contexts: Sequence[str]) -> Evidence:
        ordered = sorted((text, number) for number, text in enumerate(contexts) if text.strip())
        distinct = dict(reversed(ordered))
        return Evidence([(distinct[text], text, self._read_context(text)) for text in sorted(distinct)])

    def _read_context(self, text: str) -> ContextSentences:
        with self._lock:
            if (known := self._read.get(text)) is not None:
                self._read.move_to_end(text)
                return known
        read = self._split(text)
        if len(text) <= CACHED_CONTEXT_CHARACTERS:
            with self._lock:
                self._read[text] = read
                while len(self._read) > CACHED_CONTEXTS:
                    self._read.popitem(last=False)
        return read

    def _split(self, text: str) -> ContextSentences:
        spans = tuple(split_into_sentences(text))
        entities = self._entity_finder.find_entities(text)
        starts = [entity.start for entity in entities]
        statements = tuple(
            make_statement(
                text[start:end],
                tuple(
                    _shifted(entity, start)
                    for entity in entities[bisect_left(starts, start) : bisect_left(starts, end)]
                    if entity.end <= end
                ),
            )
            for start, end in spans
        )
        return ContextSentences(statements, spans)


def stem_pairs(statement: Statement) -> list[tuple[str, str]]:
    """Return the neighbouring content stems."""
    stems = [word.stem for word in statement.words if word.is_content]
    return list(pairwise(stems))


def _shifted(entity: Entity, offset: int) -> Entity:
    return Entity(entity.label, entity.start - offset, entity.end - offset, entity.text)
