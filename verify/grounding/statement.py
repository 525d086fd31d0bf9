"""One sentence with all that the signals read in it: words, entities, values; claims and evidence alike."""

from dataclasses import dataclass

from verify.entity import Entity
from verify.grounding.citation_markers import find_references
from verify.grounding.quantities import Quantity, read_quantity
from verify.grounding.verdict import Span
from verify.grounding.words import Word, find_words


@dataclass(frozen=True, slots=True)
class Statement:
    """`text` is the sentence; all spans inside index it. `stems` are those of its content words."""

    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    all_stems: frozenset[str]
    entities: tuple[Entity, ...]
    quantities: tuple[Quantity, ...]

    def stems_without(self, span: Span) -> frozenset[str]:
        """Return the content stems that stand outside a span of the text."""
        return self.stems - self.stems_inside(span)

    def stems_inside(self, span: Span) -> frozenset[str]:
        return frozenset(
            word.stem for word in self.words if word.span[0] < span[1] and word.span[1] > span[0]
        )


def make_statement(text: str, entities: tuple[Entity, ...]) -> Statement:
    words = find_words(text)
    pointers = find_references(text)
    entities = tuple(
        entity
        for entity in entities
        if not any(start < entity.end and entity.start < end for start, end in pointers)
    )
    quantities = tuple(value for entity in entities if (value := read_quantity(entity, text)) is not None)
    return Statement(
        text=text,
        words=words,
        stems=frozenset(word.stem for word in words if word.is_content),
        all_stems=frozenset(word.stem for word in words),
        entities=entities,
        quantities=quantities,
    )
