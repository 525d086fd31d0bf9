"""Measures how far a passage is about a question's words: the same word, a word like it, or nothing."""

from collections.abc import Iterable, Sequence

import numpy as np

from answer.question import Term, find_codes
from retrieval.embedder import Embedder, Vectors
from verify.grounding.words import find_words

# Single words, embedded alone: up to the first cosine two words are related by chance ("weigh" and "wall":
# 0.24), from the second they mean nearly the same ("cost" and "price": 0.74), in proportion in between.
UNRELATED, SAME = 0.40, 0.75
# A word like the asked one may still be its opposite ("purple" and "blue"): it never counts as the word.
BEST_SYNONYM = 0.8


def find_vocabulary(text: str) -> dict[str, str]:
    """Return the content words and codes of a text: stem → as written, in lower case."""
    words = {word.stem: word.written.lower() for word in find_words(text) if word.is_content}
    return words | {code: code for code in find_codes(text)}


class TermMatcher:
    """Matches the terms of one question against the words of many passages."""

    def __init__(
        self, terms: Sequence[Term], vocabulary: Iterable[tuple[str, str]], embedder: Embedder
    ) -> None:
        self.terms = tuple(terms)
        words = list(vocabulary)
        self._column = {stem: column for column, (stem, _) in enumerate(words)}
        asked = embedder.embed_documents([term.written.lower() for term in self.terms])
        found = embedder.embed_documents([written for _, written in words])
        cosines = asked @ found.T if len(self.terms) and words else np.zeros((len(self.terms), len(words)))
        self._match = np.clip((cosines - UNRELATED) / (SAME - UNRELATED), 0.0, 1.0) * BEST_SYNONYM
        for row, term in enumerate(self.terms):
            if term.specific:
                self._match[row] = 0.0
            if term.stem in self._column:
                self._match[row, self._column[term.stem]] = 1.0

    def coverage(self, stems: Iterable[str]) -> Vectors:
        """Return for each term its best match among the words, in [0, 1], shape (len(terms),)."""
        columns = [self._column[stem] for stem in stems if stem in self._column]
        if not columns:
            return np.zeros(len(self.terms), dtype=np.float32)
        best: Vectors = self._match[:, columns].max(axis=1).astype(np.float32)
        return best
