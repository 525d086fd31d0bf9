"""Texts and vectors made from a seed: as many as wanted, the same in every run, as costly as real ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from eval.datasets.dataset import SourceText
from retrieval.embedder import Embedder, TokenVectors, Vectors

SEED = 20_261_126
SECTIONS = 3
SECTION_WORDS = (40, 84)
SENTENCE_WORDS = 14
_WORD = re.compile(r"[a-z]{2,}")


def read_vocabulary(documents: Path) -> list[str]:
    """Return the words of the Markdown files, the most frequent first."""
    counts: Counter[str] = Counter()
    for file in sorted(documents.rglob("*.md")):
        counts.update(_WORD.findall(file.read_text(encoding="utf-8").lower()))
    return [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def lengthen(words: Sequence[str], size: int) -> list[str]:
    """Add rare words made of two others, as a large collection has many that stand in few documents."""
    known = dict.fromkeys(words)
    for step in range(1, len(words)):
        for first, second in zip(words, words[step:], strict=False):
            if len(known) >= size:
                return list(known)
            known.setdefault(first + second)
    return list(known)


class WordSource:
    """Draws words as often as language does: the word of rank r with a share of about 1 / r (Zipf)."""

    def __init__(self, words: Sequence[str], *, seed: int = SEED) -> None:
        shares = 1.0 / np.arange(2, len(words) + 2)
        self._words = np.array(words)
        self._shares = shares / shares.sum()
        self._random = np.random.default_rng(seed)

    def draw(self, count: int) -> list[str]:
        drawn: list[str] = self._random.choice(self._words, size=count, p=self._shares).tolist()
        return drawn

    def draw_number(self, low: int, high: int) -> int:
        return int(self._random.integers(low, high))

    def draw_text(self, count: int) -> str:
        """Return that many words as sentences."""
        words = self.draw(count)
        starts = range(0, count, SENTENCE_WORDS)
        return " ".join(" ".join(words[at : at + SENTENCE_WORDS]).capitalize() + "." for at in starts)


def make_documents(words: Sequence[str], count: int) -> Iterator[SourceText]:
    """Yield Markdown documents of a title and three sections, 120 to 250 words in all."""
    source = WordSource(words)
    for number in range(count):
        parts = [f"# Article {number}: {' '.join(source.draw(4))}"]
        for _ in range(SECTIONS):
            parts.append(f"## {' '.join(source.draw(3)).capitalize()}")
            parts.append(source.draw_text(source.draw_number(*SECTION_WORDS)))
        yield SourceText(f"{number // 500:03}/article {number:06}.md", "\n\n".join(parts) + "\n")


class SeededEmbedder:
    """The `Embedder` port with vectors drawn from a seed made of the text, gathered around 200 topics.

    They stand in for embedding 100,000 chunks, which takes an hour; only how near they are to each other
    matters to the index. Each query is embedded by the real model too, so that its time counts.
    """

    TOPICS = 200
    # Two texts of one topic have a cosine of about 0.5, of two topics about 0.
    SPREAD = 1.0

    def __init__(self, real: Embedder) -> None:
        self._real = real
        centres = np.random.default_rng(SEED).standard_normal((self.TOPICS, real.dimension))
        self._centres = centres / np.linalg.norm(centres, axis=1, keepdims=True)

    @property
    def fingerprint(self) -> str:
        return f"seeded-{SEED}-{self.dimension}"

    @property
    def dimension(self) -> int:
        return self._real.dimension

    def count_tokens(self, text: str) -> int:
        return self._real.count_tokens(text)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return _unit_rows([self._draw(text) for text in texts], self.dimension)

    def embed_query(self, text: str) -> Vectors:
        self._real.embed_query(text)
        vector: Vectors = self.embed_documents([text])[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return self._real.embed_tokens(texts)

    def _draw(self, text: str) -> Vectors:
        seed = int.from_bytes(sha256(text.encode()).digest()[:8])
        noise = np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        spread = self.SPREAD / np.sqrt(self.dimension)
        drawn: Vectors = (self._centres[seed % self.TOPICS] + spread * noise).astype(np.float32)
        return drawn


def _unit_rows(rows: Iterable[Vectors], dimension: int) -> Vectors:
    stacked = np.array(list(rows), dtype=np.float32).reshape(-1, dimension)
    unit: Vectors = stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-12)
    return unit
