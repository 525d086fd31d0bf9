"""Text in every colour that the pages use can be read: WCAG 2.2 AA, in both schemes."""

import re
from itertools import product
from pathlib import Path

import pytest

from eval.pages import shell
from eval.runs.page import page

BASE = shell.BASE.read_text(encoding="utf-8")
OWN = (Path(page.__file__).parent / "page.css").read_text(encoding="utf-8")
LEAST, LEAST_OF_GRAPHICS = 4.5, 3.0
PAIRS = [
    *product(("ink", "soft", "accent"), ("page", "card")),
    *product(("ink",), ("green", "red", "yellow", "cited", "tint")),
    ("mark", "card"),
    ("page", "mark"),
]
GRAPHICS = [*product(("accent", "mark", "field", "s1", "s2"), ("page", "card"))]


def read_colours(*, dark: bool) -> dict[str, str]:
    blocks = [block for css in (BASE, OWN) for block in re.findall(r":root \{([^}]*--[^}]*)\}", css)]
    # Each style sheet has its light colours first; those of print only change the page.
    light_and_dark = [block for block in blocks if block.count("--") > 1]
    found: dict[str, str] = {}
    for number, block in enumerate(light_and_dark):
        if dark or number % 2 == 0:
            found |= dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
    return found


def contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (_linear(part) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, *, dark: bool) -> None:
    colours = read_colours(dark=dark)
    assert contrast(colours[text], colours[ground]) >= LEAST


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("line", "ground"), GRAPHICS)
def test_lines_can_be_seen_on_their_ground(line: str, ground: str, *, dark: bool) -> None:
    colours = read_colours(dark=dark)
    assert contrast(colours[line], colours[ground]) >= LEAST_OF_GRAPHICS


def test_what_is_read_is_never_made_paler() -> None:
    texts = [rule for rule in re.findall(r"([^{}]+)\{[^}]*opacity", BASE + OWN) if "curve" not in rule]
    assert [rule.strip() for rule in texts] == [".whisker"]
