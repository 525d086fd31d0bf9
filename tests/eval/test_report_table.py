from io import StringIO

import pytest
from rich.console import Console

from eval.report import Direction, Figure, Measure, Report, Section, Target, Unit
from eval.report_table import format_measure, format_target, format_value, render_report


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.9125, Unit.SHARE, "91.2%"),
        (0.7316, Unit.SCORE, "0.732"),
        (3.0, Unit.COUNT, "3"),
        (3.52, Unit.RATIO, "3.5×"),
        (777.4, Unit.RATE, "777/s"),
        (1.456, Unit.MILLISECONDS, "1.46 ms"),
        (382.18, Unit.MILLISECONDS, "382 ms"),
        (4.2, Unit.SECONDS, "4.20 s"),
    ],
)
def test_a_value_is_shown_in_its_unit(value: float, unit: Unit, text: str) -> None:
    assert format_value(value, unit) == text


@pytest.mark.parametrize(
    ("measure", "unit", "text"),
    [
        (Measure(0.85, 80, 0.7556, 0.912), Unit.SHARE, "85.0% [76–91] n=80"),
        (Measure(0.7, 144), Unit.SCORE, "0.700 n=144"),
        (None, Unit.SHARE, "–"),
    ],
)
def test_a_measure_says_how_sure_it_is(measure: Measure | None, unit: Unit, text: str) -> None:
    assert format_measure(measure, unit) == text


@pytest.mark.parametrize(
    ("target", "unit", "text"),
    [
        (Target(Direction.AT_LEAST, 0.85), Unit.SHARE, "≥ 85%"),
        (Target(Direction.AT_MOST, 0.75), Unit.SCORE, "≤ 0.75"),
        (Target(Direction.AT_MOST, 0), Unit.COUNT, "≤ 0"),
        (Target(Direction.AT_LEAST, 3.5), Unit.RATIO, "≥ 3.5×"),
        (Target(Direction.AT_MOST, 1.6), Unit.MILLISECONDS, "≤ 1.6 ms"),
        (None, Unit.SHARE, "–"),
    ],
)
def test_a_target_is_shown_with_its_direction(target: Target | None, unit: Unit, text: str) -> None:
    assert format_target(target, unit) == text


def render(report: Report) -> str:
    console = Console(file=StringIO(), width=160)
    for part in render_report(report):
        console.print(part)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def make_figure(name: str, value: float, *, held_out: Measure | None = None) -> Figure:
    target = Target(Direction.AT_LEAST, 0.85)
    return Figure(name, Unit.SHARE, Measure(value, 8), held_out=held_out, target=target)


class TestRenderReport:
    def test_every_figure_has_its_mark_and_the_end_counts_them(self) -> None:
        text = render(Report((Section("Samples", (make_figure("good", 0.9), make_figure("bad", 0.2))),)))
        good, bad = (next(line for line in text.splitlines() if name in line) for name in ("good", "bad"))
        assert "✓" in good
        assert "miss" in bad
        assert "1 of 2 targets met" in text

    def test_the_held_out_half_stands_beside_the_whole(self) -> None:
        text = render(Report((Section("S", (make_figure("rate", 0.9, held_out=Measure(0.7, 4)),)),)))
        assert "held-out half" in text
        assert "90.0% n=8" in text
        assert "70.0% n=4" in text

    def test_a_section_without_halves_has_no_column_for_them(self) -> None:
        assert "held-out" not in render(Report((Section("S", (make_figure("rate", 0.9),)),)))

    def test_a_section_that_was_not_measured_says_why(self) -> None:
        text = render(Report((Section("Public sets", notes=("not measured: set PLUMBLINE_BENCH_DATA",)),)))
        assert "Public sets" in text
        assert "not measured: set PLUMBLINE_BENCH_DATA" in text
