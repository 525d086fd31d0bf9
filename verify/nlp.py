"""The one file that touches spaCy: finds the entities of a text for the grounding wing.

Types with a written form (money, dates, codes …) come from `patterns.py` whatever pipeline is set; the spaCy
pipeline adds names and acronyms. The built-in pipeline is a blank English one with an entity ruler; in the
packaged one, what was learned finds names first, and the ruler adds what that overlooks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.imports import hidden_modules
from verify.entity import Entity, EntityLabel
from verify.errors import SpacyModelError
from verify.patterns import find_pattern_entities

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# The trained pipeline that ships (`eval/training/names`); every other name is an installed one or a folder.
PACKAGED_PIPELINE = "en_names"
PACKAGED_FOLDER = Path(__file__).with_name(PACKAGED_PIPELINE)

# spaCy's own bound is 1,000,000 characters; small pieces keep memory flat at the same speed.
PIECE_CHARACTERS = 20_000

_NAME_TOKEN = {"TEXT": {"REGEX": r"^(?:[A-Z][\w’'&-]*|[a-z][A-Z]\w*)$"}}
_LINK_TOKEN = {"LOWER": {"IN": ["of", "de", "van", "von", "der", "la", "&"]}}
# What the rules call a name; no trained pipeline has this label.
_RULED_NAME = "NAME"
_RULES: list[dict[str, str | list[dict[str, object]]]] = [
    {"label": "ACRONYM", "pattern": [{"TEXT": {"REGEX": r"^[A-Z]{2,6}s?$"}}]},
    {"label": _RULED_NAME, "pattern": [{**_NAME_TOKEN, "OP": "+"}]},
    {
        "label": _RULED_NAME,
        "pattern": [{**_NAME_TOKEN, "OP": "+"}, {**_LINK_TOKEN, "OP": "{1,2}"}, {**_NAME_TOKEN, "OP": "+"}],
    },
]
_OUR_LABELS = {
    **{label.name: label for label in EntityLabel},
    **dict.fromkeys(
        (
            "PERSON",
            "PER",
            "ORG",
            "GPE",
            "LOC",
            "FAC",
            "NORP",
            "PRODUCT",
            "EVENT",
            "WORK_OF_ART",
            "LAW",
            "MISC",
        ),
        EntityLabel.NAME,
    ),
}

# Capitalised only because they open a sentence or a list item; spaCy's stop words cover the rest.
_OPENERS_TEXT = """
    add apply ask attach avoid bake based boil brush call check choose click close combine conclusion
    connect consider contact cook copy cover create customers cut delete drag drink dry eat ensure enter
    expect fill finally find follow get go heat however incorporate insert install keep let log look make
    mix move note open order pay people place please pour preheat prepare press put read remove rent
    repeat replace rinse rub run request reset restart roast save scan see select send set sign slide soak
    some sprinkle start step stop stir store submit tap tip try turn type unplug update upload use users
    using visit wait warning wash water wipe write yes according additionally also although overall
    similarly therefore thus unfortunately specifically sorry thank thanks hello hi dear
"""
_OPENERS = frozenset(_OPENERS_TEXT.split())
_SENTENCE_ENDS = frozenset('.!?:;•·*-–—|"“”‘()[]')


class EntityFinder:
    """Finds entities; the pipeline is loaded at the first text, because importing spaCy takes a second."""

    def __init__(self, spacy_model: str | None = None) -> None:
        self._spacy_model = spacy_model

    def find_entities(self, text: str) -> tuple[Entity, ...]:
        """Return the entities of a text in order, none overlapping.

        Raises:
            SpacyModelError: the configured pipeline cannot be loaded.
        """
        written = list(find_pattern_entities(text))
        names = [name for start, end in _pieces(text) for name in self._find_names(text[start:end], start)]
        return tuple(_merge(written, names))

    @cached_property
    def _pipeline(self) -> "Language":
        return _load_pipeline(self._spacy_model) if self._spacy_model else _build_pipeline()

    def _find_names(self, piece: str, offset: int) -> Iterator[Entity]:
        doc = self._pipeline(piece)
        inner_names = {doc[i].text for i in range(len(doc)) if not _opens_sentence(doc, i)}
        for found in doc.ents:
            label = _OUR_LABELS.get(found.label_)
            if label is None:
                continue
            start, end = found.start, found.end
            if found.label_ == _RULED_NAME:
                start, end = _trim(doc, start, end, inner_names)
            if start < end:
                span = doc[start:end]
                yield Entity(label, offset + span.start_char, offset + span.end_char, span.text)


def _build_pipeline(trained: Path | None = None) -> "Language":
    # Both are imported whenever they are installed: seconds of start-up for nothing that runs here, and
    # transformers imported without torch would stay broken for the embedder.
    with hidden_modules("torch", "transformers"):
        import spacy  # noqa: PLC0415  # a second of import that most commands never need

        with _own_factories_only():
            pipeline = spacy.load(trained) if trained else spacy.blank("en")
            ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns(_RULES)  # type: ignore[attr-defined]  # add_pipe is typed as a bare callable
    return pipeline


@contextmanager
def _own_factories_only() -> Iterator[None]:
    """Keep spaCy from importing the packages that offer it pipes: presidio does, and takes half a second."""
    from spacy.util import registry  # noqa: PLC0415  # as above

    offered = registry._entry_point_factories
    offered.entry_points = False
    try:
        yield
    finally:
        offered.entry_points = True


def _load_pipeline(name: str) -> "Language":
    try:
        if name == PACKAGED_PIPELINE:
            return _build_pipeline(PACKAGED_FOLDER)
        import spacy  # noqa: PLC0415  # as above; a transformer pipeline does need torch

        return spacy.load(name)
    except (OSError, ImportError, ValueError) as exc:
        raise SpacyModelError(
            f"the spaCy pipeline {name!r} cannot be loaded: install it or unset PLUMBLINE_VERIFY__SPACY_MODEL"
        ) from exc


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut at a line's or a word's end, so that no name is cut unless it fills a piece."""
    start = 0
    while start < len(text):
        end = min(start + PIECE_CHARACTERS, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(". ", start, end))
            end = cut + 1 if cut > start else max(text.rfind(" ", start, end), start) + 1
            end = end if end > start + 1 else min(start + PIECE_CHARACTERS, len(text))
        yield start, end
        start = end


def _opens_sentence(doc: "Doc", index: int) -> bool:
    previous = doc[index - 1].text if index else "."
    return previous[-1] in _SENTENCE_ENDS or "\n" in previous or previous.isdigit()


def _is_opener(token: "Token") -> bool:
    return token.lower_ in _OPENERS


def _trim(doc: "Doc", start: int, end: int, inner_names: set[str]) -> tuple[int, int]:
    """Drop what is capitalised for another reason than being a name; an empty range is no name at all."""
    while start < end and (doc[start].is_stop or (_opens_sentence(doc, start) and _is_opener(doc[start]))):
        start += 1
    while end > start and doc[end - 1].is_stop:
        end -= 1
    alone = end - start == 1
    if alone and _opens_sentence(doc, start) and doc[start].text not in inner_names:
        return (end, end) if doc[start].text[1:].islower() else (start, end)
    return start, end


def _merge(written: list[Entity], names: list[Entity]) -> Iterator[Entity]:
    """Yield both in order; where they overlap the written form wins, because its value can be compared."""
    taken = iter(sorted(written, key=lambda entity: entity.start))
    current = next(taken, None)
    for name in names:
        while current and current.end <= name.start:
            yield current
            current = next(taken, None)
        if current is None or current.start >= name.end:
            yield name
    if current:
        yield current
        yield from taken
