"""Tells chunks that say nothing new: the same text in two documents must not take two places of a list."""

from retrieval.keyword import WORD

# Neighbouring words compared at once: single words say too little, sentences differ in punctuation.
RUN = 3


class SaidBefore:
    """Remembers the texts it was shown.

    A text repeats another when every run of three words stands in that one too. One number that differs is
    something new: two editions of a price list are no repeats.
    """

    def __init__(self) -> None:
        self._said: list[frozenset[tuple[str, ...]]] = []

    def is_repeat(self, text: str) -> bool:
        """Say whether one of the texts before says all of this one; if not, remember it."""
        runs = find_runs(text)
        if any(runs <= said for said in self._said):
            return True
        self._said.append(runs)
        return False


def find_runs(text: str) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    if len(words) < RUN:
        return frozenset([tuple(words)])
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
