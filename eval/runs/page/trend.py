"""The headline figures over the runs of a suite, up to the one that the page is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from eval.pages.markup import Markup, element
from eval.pages.parts import make_figure, make_legend
from eval.report import Measure, Unit
from eval.report_table import format_bounds, format_value
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.metrics import METRICS
from eval.runs.page.strip import Label, draw_strip, to_x, to_y
from eval.runs.run import Run
from eval.runs.table import HEADLINES
from verify.grounding.verdict import OperatingPoint

# The latest runs of a suite that are drawn; more would be a thicket.
SHOWN = 20
# A figure that hardly moves is drawn flat: the height is at least this share of it.
LEAST_SPREAD = 0.2
# How far apart the series of one run are drawn, in units of the drawing.
DODGE = 5


@dataclass(frozen=True, slots=True)
class Series:
    """The values of a metric at one operating point, None for a run that has none."""

    point: OperatingPoint
    style: str
    measures: Sequence[Measure | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """Which values the foot and the top of a drawing stand for."""

    low: float
    high: float
    unit: Unit

    def to_y(self, value: float) -> float:
        return to_y((value - self.low) / (self.high - self.low))


def draw_trend(run: Run, figures: Sequence[MetricFigure], past: Sequence[PastFigures]) -> Iterator[Markup]:
    """Yield a picture for each headline figure that this run and an earlier one have."""
    earlier = takewhile(lambda one: one.run != run.id, past)
    runs = [*earlier, PastFigures(run.id, run.started_at, tuple(figures))][-SHOWN:]
    for metric in HEADLINES:
        series = [
            Series(point, f"series-{number}" if number else "shipped", _find(runs, metric, point))
            for number, point in enumerate(run.suite.operating_points)
        ]
        told = [one for one in series if one.measures[-1] and any(one.measures[:-1])]
        if told:
            yield _draw(metric, told, runs)


def _find(runs: Sequence[PastFigures], metric: str, point: OperatingPoint) -> list[Measure | None]:
    return [
        next((one.measure for one in run.figures if one.metric == metric and one.at is point), None)
        for run in runs
    ]


def _draw(metric: str, series: Sequence[Series], runs: Sequence[PastFigures]) -> Markup:
    unit = METRICS[metric].unit
    scale = _fit([measure for one in series for measure in one.measures if measure], unit)
    heights = [Label(at, format_value(scale.low + at * (scale.high - scale.low), unit)) for at in (0, 1)]
    dates = [Label(0, runs[0].started_at[:10]), Label(1, runs[-1].started_at[:10])]
    drawn = [part for number, one in enumerate(series) for part in _trace(number, one, scale, runs)]
    legend = [make_legend([(one.point, one.style) for one in series])] if len(series) > 1 else []
    name = f"{metric} over {len(runs)} runs"
    return make_figure(metric, draw_strip(name, *drawn, up=heights, across=dates), *legend)


def _fit(measures: Sequence[Measure], unit: Unit) -> Scale:
    values = [bound for one in measures for bound in (one.value, one.low, one.high) if bound is not None]
    low, high = min(values), max(values)
    lacking = max(0.0, LEAST_SPREAD * (abs(high) or 1.0) - (high - low))
    low = max(0.0, low - lacking / 2)
    high = max(high + lacking / 2, low + lacking)
    return Scale(low, min(high, 1.0) if unit is Unit.SHARE else high, unit)


def _trace(number: int, series: Series, scale: Scale, runs: Sequence[PastFigures]) -> Iterator[Markup]:
    places = [
        (to_x(0.02 + 0.94 * place / max(1, len(runs) - 1)) + DODGE * number, measure, run)
        for place, (measure, run) in enumerate(zip(series.measures, runs, strict=True))
        if measure
    ]
    for x, measure, _ in places:
        if measure.low is not None and measure.high is not None:
            low, high = scale.to_y(measure.low), scale.to_y(measure.high)
            yield element("line", x1=x, x2=x, y1=low, y2=high, class_=f"whisker {series.style}")
    points = " ".join(f"{x:g},{scale.to_y(measure.value):g}" for x, measure, _ in places)
    yield element("polyline", points=points, class_=f"curve {series.style}")
    yield from (_spot(x, measure, run, scale, style=series.style) for x, measure, run in places)


def _spot(x: float, measure: Measure, run: PastFigures, scale: Scale, *, style: str) -> Markup:
    value = f"{format_value(measure.value, scale.unit)} {format_bounds(measure, scale.unit)}"
    spot = element("circle", cx=x, cy=scale.to_y(measure.value), r=3, class_=f"spot {style}")
    return element("g", element("title", f"{value}, run {run.run}, {run.started_at}"), spot)
