"""Reads the labelled name sets into plain texts with character spans, under one set of labels.

Spans of characters and not of tokens, so that training cuts a text exactly as the shipped tokenizer does.
"""

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# Every other name: a product, a work, an event, a nationality. The sets disagree on these, and nothing here
# needs them apart.
OTHER = "MISC"
LABELS = ("PER", "ORG", "LOC", OTHER)

_OUR_LABELS = {
    "PER": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "OTH": OTHER,
    "MISC": OTHER,
    "person": "PER",
    "corporation": "ORG",
    "group": "ORG",
    "location": "LOC",
    "product": OTHER,
    "creative-work": OTHER,
}
_EWT = Path("ner/uner_english_ewt")
_COLUMNS = Path("ner/juand-r")
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,!?;:%)\]}’]+|n['’]t|['’](?:s|m|d|ll|re|ve)|\.\.+)$", re.IGNORECASE)
_NO_SPACE_AFTER = frozenset("([{$£€#@")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A sentence or several; `spans` are half-open character offsets with a label of `LABELS`."""

    text: str
    spans: tuple[Span, ...]


# The sentences of one document.
Document = list[LabelledText]


def read_ewt(data: Path, *, split: str) -> list[Document]:
    """Return the documents of Universal NER English-EWT."""
    file = next(iter(sorted((data / _EWT).glob(f"en_ewt-ud-{split}*.iob2"))))
    return list(parse_iob2(file.read_text(encoding="utf-8").splitlines()))


def read_tweets(data: Path) -> list[LabelledText]:
    """Return the sentences of the Broad Twitter Corpus, whose labels do not know `MISC`.

    It marks "@name" as a person; the other sets do not, and nobody is named that way in documents.
    """
    files = sorted((data / _COLUMNS / "BTC/CONLL-format/data").glob("*.conll"))
    return [drop_mentions(one) for file in files for one in _read_columns(file)]


def read_emerging(data: Path) -> list[LabelledText]:
    folder = data / _COLUMNS / "WNUT17/CONLL-format/data"
    return [
        one
        for part in ("train", "dev")
        for file in sorted((folder / part).glob("*.conll"))
        for one in _read_columns(file)
    ]


def read_wikigold(data: Path) -> list[LabelledText]:
    return list(_read_columns(data / _COLUMNS / "wikigold/CONLL-format/data/wikigold.conll.txt"))


def parse_iob2(lines: Iterable[str]) -> Iterator[Document]:
    """Yield documents from lines `id<TAB>token<TAB>tag…`; `# text` holds the sentence as it was written."""
    document: Document = []
    for block in _blocks(lines):
        if any(line.startswith("# newdoc") for line in block) and document:
            yield document
            document = []
        text = next(line.removeprefix("# text = ") for line in block if line.startswith("# text = "))
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        document.append(_place(text, [(row[1], row[2]) for row in rows]))
    if document:
        yield document


def parse_columns(lines: Iterable[str]) -> Iterator[LabelledText]:
    """Yield sentences from lines `token tag`; the spaces between tokens are guessed."""
    for block in _blocks(lines):
        rows = [(parts[0], parts[-1]) for line in block if len(parts := line.split()) > 1]
        if rows:
            yield _place(_join([token for token, _ in rows]), rows)


def join_neighbours(
    sentences: Sequence[LabelledText], chance: random.Random, *, most: int
) -> Iterator[LabelledText]:
    """Yield runs of one to `most` sentences: what the pipeline will read is seldom one sentence alone."""
    rest = list(sentences)
    while rest:
        count = chance.randint(1, most)
        yield _concatenate(rest[:count], chance.choice((" ", " ", "\n")))
        rest = rest[count:]


def drop_mentions(labelled: LabelledText) -> LabelledText:
    text = labelled.text
    kept = [span for span in labelled.spans if "@" not in text[max(span[0] - 1, 0) : span[0] + 1]]
    return LabelledText(text, tuple(kept))


def _concatenate(sentences: Sequence[LabelledText], separator: str) -> LabelledText:
    starts = itertools.accumulate((len(one.text) + len(separator) for one in sentences), initial=0)
    spans = [
        (start + a, start + b, label)
        for start, one in zip(starts, sentences, strict=False)
        for a, b, label in one.spans
    ]
    return LabelledText(separator.join(one.text for one in sentences), tuple(spans))


def _read_columns(file: Path) -> Iterator[LabelledText]:
    return parse_columns(file.read_text(encoding="utf-8").splitlines())


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    for blank, group in itertools.groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield list(group)


def _join(tokens: Sequence[str]) -> str:
    text = ""
    for token in tokens:
        tight = not text or _NO_SPACE_BEFORE.match(token) or text[-1] in _NO_SPACE_AFTER
        text += token if tight else " " + token
    return text


def _place(text: str, rows: Sequence[tuple[str, str]]) -> LabelledText:
    """Find each token in the text and merge the tagged ones into spans.

    A tag without a name of ours marks nothing: the first published training file has `B-O`.
    """
    spans: list[Span] = []
    cursor, previous = 0, "O"
    for token, tag in rows:
        start = text.index(token, cursor)
        cursor = start + len(token)
        label = _OUR_LABELS.get(tag.partition("-")[2])
        if label and spans and tag.startswith("I-") and previous[2:] == tag[2:]:
            spans[-1] = (spans[-1][0], cursor, label)
        elif label:
            spans.append((start, cursor, label))
        previous = tag
    return LabelledText(text, tuple(spans))
