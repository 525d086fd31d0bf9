import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from eval.pages.markup import join
from eval.runs.page.latency import BARS, draw_latency
from tests.eval.runs.outcomes import make_outcome


def draw(*spent: float) -> str:
    outcomes = [replace(make_outcome(str(n)), milliseconds=value) for n, value in enumerate(spent)]
    text = join(*draw_latency(outcomes)).text
    ElementTree.fromstring(text)  # noqa: S314  # well-formed, and we wrote it
    return text


def test_bars_count_the_answers_and_the_tallest_is_named() -> None:
    text = draw(*[10] * 6, *[90] * 3, 100)
    assert text.count('class="bar"') == 3
    assert ">6</text>" in text
    assert "n=10" in text


def test_the_slowest_share_the_last_bar() -> None:
    text = draw(*range(1, 200), 1_000_000)
    assert text.count('class="bar"') == BARS


@pytest.mark.parametrize(
    ("longest", "labels"),
    [
        (100.0, ["0 ms", "20 ms", "40 ms", "60 ms", "80 ms"]),
        (1_000.0, ["0 ms", "200 ms", "400 ms", "600 ms", "800 ms"]),
        (45_000.0, ["0 s", "10 s", "20 s", "30 s", "40 s"]),
        (0.0, ["0 ms", "0.2 ms", "0.4 ms", "0.6 ms", "0.8 ms"]),
    ],
)
def test_times_are_labelled_with_round_numbers(longest: float, labels: list[str]) -> None:
    assert re.findall(r">([\d.]+ m?s)<", draw(longest)) == labels


def test_where_nothing_was_asked_there_is_nothing_to_draw() -> None:
    assert list(draw_latency([make_outcome("e", None, error="broken")])) == []
