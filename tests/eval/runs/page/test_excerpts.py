import pytest

from eval.pages.painting import Span
from eval.runs.page.excerpts import AROUND, find_windows, shorten


def test_a_short_text_stays_and_a_long_one_says_that_it_goes_on() -> None:
    assert shorten("four", 4) == "four"
    assert shorten("four five", 5) == "four …"


@pytest.mark.parametrize(
    ("length", "spans", "windows"),
    [
        (500, [(490, 500)], [(0, 500)]),
        (9_000, [], [(0, 1_000)]),
        (9_000, [(5_000, 5_100)], [(5_000 - AROUND, 5_100 + AROUND)]),
        (9_000, [(8_900, 9_000), (100, 150)], [(0, 150 + AROUND), (8_900 - AROUND, 9_000)]),
        (9_000, [(100, 400), (150, 200), (500, 600)], [(0, 600 + AROUND)]),
        (9_000, [(0, 9_000)], [(0, 1_000)]),
        (9_000, [(1_000, 1_600), (5_000, 5_100)], [(1_000 - AROUND, 1_760)]),
    ],
)
def test_a_long_text_is_shown_around_its_spans(length: int, spans: list[Span], windows: list[Span]) -> None:
    assert find_windows("x" * length, spans, most=1_000) == windows
