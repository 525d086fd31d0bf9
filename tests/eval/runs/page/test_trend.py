import re
from collections.abc import Sequence
from dataclasses import replace

from eval.pages.markup import join
from eval.report import Direction, Measure, Unit
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.page.trend import SHOWN, draw_trend
from eval.runs.run import Run
from tests.eval.runs.outcomes import make_outcome, make_run
from tests.eval.runs.page.runs import at_points
from verify.grounding.verdict import OperatingPoint

RUN = make_run([make_outcome("a")])


def figure(
    value: float, *, metric: str = "leak_rate", at: OperatingPoint = OperatingPoint.BALANCED
) -> MetricFigure:
    return MetricFigure(
        metric, at, Unit.SHARE, Direction.AT_MOST, Measure(value, 10, max(0.0, value - 0.1), value + 0.1)
    )


def past(*values: float, run: str = "past") -> list[PastFigures]:
    return [
        PastFigures(f"{run}{number}", f"2026-11-{number % 20 + 1:02}T08:00:00+00:00", (figure(value),))
        for number, value in enumerate(values)
    ]


def draw(figures: Sequence[MetricFigure], earlier: Sequence[PastFigures], run: Run = RUN) -> str:
    return join(*draw_trend(run, figures, earlier)).text


def heights(text: str) -> list[float]:
    return [float(y) for y in re.findall(r'cy="([\d.]+)"', text)]


def test_this_run_comes_last_and_every_run_tells_its_value() -> None:
    text = draw([figure(0.3)], past(0.1, 0.2))
    first, second, last = heights(text)
    assert first > second > last
    assert re.findall(r"<title>([\d.]+%) [^,]+, run (\w+),", text) == [
        ("10.0%", "past0"),
        ("20.0%", "past1"),
        ("30.0%", "aaaa"),
    ]


def test_runs_after_this_one_are_not_drawn() -> None:
    here = replace(past(0.2)[0], run=RUN.id)
    text = draw([figure(0.2)], [*past(0.1), here, *past(0.9, run="later")])
    assert len(heights(text)) == 2
    assert "later" not in text


def test_a_first_run_has_no_trend() -> None:
    assert draw([figure(0.2)], []) == ""
    assert draw([figure(0.2)], [replace(past(0.2)[0], run=RUN.id)]) == ""


def test_figures_that_an_earlier_run_lacks_or_that_are_no_headlines_have_none() -> None:
    assert draw([figure(0.2, metric="recall_at_5")], past(0.1)) == ""
    assert draw([figure(0.2, metric="answered_rate")], past(0.1)) == ""


def test_the_latest_runs_are_drawn() -> None:
    assert len(heights(draw([figure(0.2)], past(*[0.1] * 50)))) == SHOWN


def test_a_figure_that_never_changes_is_a_flat_line_inside_the_drawing() -> None:
    text = draw([figure(0.0)], past(0.0, 0.0))
    assert len(set(heights(text))) == 1
    assert 0 < heights(text)[0] < 150


def test_operating_points_share_a_picture_with_a_legend() -> None:
    figures = [figure(0.1 * number, at=point) for number, point in enumerate(OperatingPoint)]
    run = at_points([make_outcome("a")])
    text = draw(figures, [PastFigures("past", "2026-11-01T08:00:00+00:00", tuple(figures))], run)
    assert text.count("<figure>") == 1
    assert text.count("<polyline") == text.count("<li>") == 3
