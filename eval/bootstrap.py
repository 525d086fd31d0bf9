"""Bootstrap intervals by source: answers to one question fail together, so they are drawn together."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from eval.report import Measure
from eval.sweep import Floats

RESAMPLES = 1_000
# Fixed, so that two runs print the same interval.
SEED = 20_261_125
# How many numbers of a weight matrix are worked on at a time: keeps memory near 100 MB whatever the data.
BLOCK_NUMBERS = 2_000_000
LOW, HIGH = 2.5, 97.5


class Resamples:
    """Draws of the sources with replacement; an item weighs as often as its source was drawn."""

    def __init__(self, sources: Sequence[str], *, resamples: int = RESAMPLES, seed: int = SEED) -> None:
        names, self._source_of = np.unique(np.asarray(sources), return_inverse=True)
        draws = np.random.default_rng(seed).multinomial(
            len(names), np.full(len(names), 1 / len(names)), size=resamples
        )
        self._draws = draws.astype(np.float64)
        self._items = len(sources)

    def blocks(self) -> Iterator[Floats]:
        """Yield weights of shape (some resamples, items)."""
        rows = max(1, BLOCK_NUMBERS // self._items)
        for start in range(0, len(self._draws), rows):
            yield self._draws[start : start + rows][:, self._source_of]

    def measure(self, figures: Callable[[Floats], Floats]) -> list[Measure | None]:
        """Return each figure with its 95 % interval; None where it is not defined, as for one kind of item.

        `figures` maps weights of shape (…, items) to figures of shape (…, number of figures). A resample in
        which a figure is not defined is left out of its interval.
        """
        values = figures(np.ones(self._items))
        drawn = np.concatenate([figures(block) for block in self.blocks()])
        return [
            self._interval(float(value), drawn[:, number]) if np.isfinite(value) else None
            for number, value in enumerate(values)
        ]

    def _interval(self, value: float, drawn: Floats) -> Measure:
        low, high = np.percentile(drawn[np.isfinite(drawn)], [LOW, HIGH])
        return Measure(value, self._items, float(low), float(high))
