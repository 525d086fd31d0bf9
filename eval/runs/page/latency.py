"""How long the answers took at the first operating point, as a histogram."""

from collections.abc import Iterator, Sequence

import numpy as np

from eval.metrics import percentile
from eval.pages.markup import Markup, element
from eval.pages.parts import make_figure
from eval.runs.outcome import CaseOutcome
from eval.runs.page.strip import FOOT, Label, draw_strip, to_x, to_y
from eval.sweep import Floats

BARS = 30
# The slowest of a hundred would squeeze all others into the first bars: they share the last one.
SHOWN_SHARE = 0.99
# Distances of labels, times a power of ten, and how many there may be.
STEPS, LABELS = (1, 2, 2.5, 5, 10), 5


def draw_latency(outcomes: Sequence[CaseOutcome]) -> Iterator[Markup]:
    """Yield a histogram of the time to answer; nothing where no case could be asked."""
    spent = [outcome.milliseconds for outcome in outcomes if outcome.status is not None]
    if not spent:
        return
    longest = max(percentile(spent, SHOWN_SHARE), 1.0)
    counts, _ = np.histogram(np.minimum(spent, longest), bins=BARS, range=(0, longest))
    most = int(counts.max())
    drawing = draw_strip(
        "number of answers by the time they took",
        *_bars(counts / most),
        up=[Label(0, "0"), Label(1, f"{most:,}")],
        across=[
            Label(place / longest, f"{place / 1000:g} s" if longest >= 2_000 else f"{place:g} ms")
            for place in _places(longest)
        ],
    )
    yield make_figure("Time to answer", drawing, element("small", f"n={len(spent):,}"))


def _bars(heights: Floats) -> Iterator[Markup]:
    for number, height in enumerate(heights.tolist()):
        left, right, top = to_x(number / BARS), to_x((number + 1) / BARS), to_y(height)
        if height:
            yield element(
                "rect",
                x=left + 0.5,
                width=round(right - left - 1, 1),
                y=top,
                height=round(FOOT - top, 1),
                class_="bar",
            )


def _places(longest: float) -> list[float]:
    """Return round numbers from 0 to the longest."""
    power = 10.0 ** np.floor(np.log10(longest / LABELS))
    step = next(step * power for step in STEPS if longest / (step * power) <= LABELS)
    return [float(place) for place in np.arange(0, longest, step)]
