"""Curves from 0 to 1 as inline SVG: colours and fonts come from the page's style sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from eval.metrics import ReliabilityBin, wilson_interval
from eval.pages.markup import Markup, element
from eval.sweep import Floats

# Units of the drawing; the page scales it to the width there is.
WIDTH, HEIGHT = 360, 330
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 8, 42
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
# Points of a curve nearer than this to the last one drawn cannot be told from it.
SMALLEST_STEP = 0.6


@dataclass(frozen=True, slots=True)
class Axes:
    """What the two axes show, both from 0 to 1."""

    across: str
    up: str


@dataclass(frozen=True, slots=True)
class Curve:
    """Points in [0, 1]; `style` is the class that the style sheet colours it by, and the legend too."""

    name: str
    style: str
    across: Floats
    up: Floats


@dataclass(frozen=True, slots=True)
class Dot:
    """One point that a curve is worth looking at for."""

    name: str
    across: float
    up: float


def draw_curves(axes: Axes, curves: Sequence[Curve], *, guide: Curve, dots: Iterable[Dot] = ()) -> Markup:
    """Draw curves over a dashed guide: chance, or what guessing would reach."""
    lines = [_line(guide), *(_line(curve) for curve in curves)]
    return _draw(axes, *lines, *(_dot(dot) for dot in dots))


def draw_reliability(axes: Axes, kinds: Sequence[tuple[Curve, Sequence[ReliabilityBin]]]) -> Markup:
    """Draw what was predicted against what came true; on the diagonal they agree."""
    diagonal = Curve("agreement", "guide", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    drawn = [part for curve, bins in kinds for part in (*_whiskers(curve, bins), _line(curve))]
    spots = [_spot(curve, found) for curve, bins in kinds for found in bins]
    return _draw(axes, _line(diagonal), *drawn, *spots)


def trace_reliability(name: str, style: str, bins: Sequence[ReliabilityBin]) -> Curve:
    across = np.array([found.predicted for found in bins], dtype=np.float64)
    return Curve(name, style, across, np.array([found.observed for found in bins], dtype=np.float64))


def _draw(axes: Axes, *inside: Markup) -> Markup:
    middle = (LEFT + WIDTH - RIGHT) / 2
    return element(
        "svg",
        *_grid(),
        *inside,
        element("text", axes.across, x=middle, y=HEIGHT - 6, text_anchor="middle", class_="axis"),
        element(
            "text",
            axes.up,
            x=0,
            y=0,
            transform=f"translate(12 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)",
            text_anchor="middle",
            class_="axis",
        ),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=f"{axes.up} against {axes.across}",
    )


def _grid() -> Iterable[Markup]:
    for tick in TICKS:
        x, y, label = _x(tick), _y(tick), f"{tick:.0%}"
        yield element("line", x1=_x(0), x2=_x(1), y1=y, y2=y, class_="grid")
        yield element("line", x1=x, x2=x, y1=_y(0), y2=_y(1), class_="grid")
        yield element("text", label, x=LEFT - 6, y=y + 4, text_anchor="end", class_="tick")
        yield element("text", label, x=x, y=HEIGHT - BOTTOM + 16, text_anchor=_anchor(tick), class_="tick")


def _anchor(tick: float) -> str:
    # The last label would stick out of the picture.
    return "end" if tick == TICKS[-1] else "middle"


def _line(curve: Curve) -> Markup:
    points = " ".join(f"{x:g},{y:g}" for x, y in thin_out(curve.across, curve.up))
    return element("polyline", points=points, class_=f"curve {curve.style}")


def thin_out(across: Floats, up: Floats) -> list[tuple[float, float]]:
    """Return the points in drawing units without those too near to the one before; the ends stay."""
    points = [(_x(float(a)), _y(float(b))) for a, b in zip(across, up, strict=True)]
    kept = points[:1]
    for point, following in pairwise([*points[1:], None]):
        far = max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) if point else 0
        if point and (far >= SMALLEST_STEP or following is None):
            kept.append(point)
    return kept


def _dot(dot: Dot) -> Markup:
    return element("circle", cx=_x(dot.across), cy=_y(dot.up), r=5, class_="dot", aria_label=dot.name)


def _spot(curve: Curve, found: ReliabilityBin) -> Markup:
    return element(
        "circle", cx=_x(found.predicted), cy=_y(found.observed), r=3.5, class_=f"spot {curve.style}"
    )


def _whiskers(curve: Curve, bins: Sequence[ReliabilityBin]) -> Iterable[Markup]:
    for found in bins:
        low, high = wilson_interval(round(found.observed * found.count), found.count)
        x = _x(found.predicted)
        yield element("line", x1=x, x2=x, y1=_y(low), y2=_y(high), class_=f"whisker {curve.style}")


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
