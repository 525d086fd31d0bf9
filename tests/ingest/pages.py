"""A folder of pages that changes from round to round: some are new, some are rewritten, some are gone."""

from pathlib import Path
from random import Random

WORDS = ("refund", "plan", "seat", "invoice", "card", "owner", "limit", "export", "price", "trial", "region")


class Pages:
    """No two paragraphs are alike, ever: each has a word of its own."""

    def __init__(self, folder: Path, rng: Random, *, paragraphs: int) -> None:
        self._folder = folder
        self._rng = rng
        self._paragraphs = paragraphs
        self._written = 0
        self.names: set[str] = set()
        folder.mkdir()

    def add(self, count: int) -> None:
        for _ in range(count):
            self._write(f"page-{self._written}.{self._rng.choice(['md', 'txt'])}")

    def rewrite(self, count: int) -> None:
        for name in self._some(count):
            self._write(name)

    def delete(self, count: int) -> None:
        for name in self._some(count):
            (self._folder / name).unlink()
            self.names.remove(name)

    def _some(self, count: int) -> list[str]:
        return self._rng.sample(sorted(self.names), count)

    def _write(self, name: str) -> None:
        self._written += 1
        marks = (f"mark{self._written}x{number}" for number in range(self._paragraphs))
        texts = (" ".join([mark, *self._rng.choices(WORDS, k=11)]) + "." for mark in marks)
        (self._folder / name).write_text("\n\n".join(texts), encoding="utf-8")
        self.names.add(name)
