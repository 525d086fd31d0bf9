"""A small flat drawing with a foot line: labels to the left say how high it reaches, those below where."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.pages.markup import Markup, element

# In units of the drawing; the page scales it to the width there is.
WIDTH, HEIGHT = 360, 150
LEFT, RIGHT, TOP, BOTTOM = 58, 10, 12, 24
FOOT = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a place in [0, 1] of its side."""

    at: float
    text: str


def to_x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def to_y(share: float) -> float:
    return round(FOOT - share * (FOOT - TOP), 1)


def draw_strip(name: str, *inside: Markup, up: Sequence[Label], across: Sequence[Label]) -> Markup:
    return element(
        "svg",
        *(part for label in up for part in _draw_height(label)),
        *inside,
        *(_draw_place(label) for label in across),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=name,
    )


def _draw_height(label: Label) -> tuple[Markup, Markup]:
    y = to_y(label.at)
    line = element("line", x1=to_x(0), x2=to_x(1), y1=y, y2=y, class_="grid")
    return line, element("text", label.text, x=LEFT - 6, y=y + 4, text_anchor="end", class_="tick")


def _draw_place(label: Label) -> Markup:
    anchor = "start" if label.at < 0.1 else "end" if label.at > 0.9 else "middle"
    return element("text", label.text, x=to_x(label.at), y=HEIGHT - 6, text_anchor=anchor, class_="tick")
