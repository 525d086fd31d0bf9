"""The pictures of a run's page: ranking, calibration, times, and the trend over past runs."""

from collections.abc import Iterator, Sequence

import numpy as np

from eval.metrics import bin_probabilities, calibration_error
from eval.pages.markup import Markup, element
from eval.pages.plots import Axes, Curve, draw_curves, draw_reliability, trace_reliability
from eval.report_table import format_value
from eval.runs.figures import PastFigures
from eval.runs.metrics import METRICS, claims_unsupported, drafts_hallucinated
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run
from eval.runs.table import HEADLINES
from eval.runs.weighing import Items
from eval.sweep import Floats, sweep_scores
from verify.grounding.verdict import OperatingPoint

CHANCE = Curve("chance", "guide", np.array([0.0, 1.0]), np.array([0.0, 1.0]))
NOTE = (
    "Scores do not depend on the operating point, so these are of the first one. The dashed lines are what "
    "guessing reaches; on the diagonal of the last picture doubts are as often right as they say."
)
LEVELS = (("claims", "series-1"), ("drafts", "shipped"))
# The drawing of a histogram or a trend, in its own units.
WIDTH, HEIGHT, FOOT = 360, 120, 22
BARS = 24


def ranking_pictures(run: Run) -> Iterator[Markup]:
    """Yield curves for claims and drafts that people labelled; nothing without both kinds."""
    outcomes = run.at(run.suite.operating_points[0])
    found = zip(LEVELS, (claims_unsupported(outcomes), drafts_hallucinated(outcomes)), strict=True)
    levels = [(name, style, items) for (name, style), items in found if items and _has_both(items)]
    if not levels:
        return
    yield element("p", NOTE, class_="note")
    figures = [
        _figure(
            "ROC",
            draw_curves(Axes("sound ones doubted", "wrong ones found"), _roc(levels), guide=CHANCE),
            levels,
        ),
        _figure("Precision and recall", _precision_recall(levels), levels),
        _figure("Reliability", _reliability(levels), levels),
    ]
    yield element("div", *figures, class_="pictures")


Level = tuple[str, str, Items]


def _has_both(items: Items) -> bool:
    return bool(items.labels.any() and not items.labels.all())


def _roc(levels: Sequence[Level]) -> list[Curve]:
    sweeps = [(name, style, sweep_scores(items.scores, items.labels)) for name, style, items in levels]
    return [
        Curve(name, style, _from_zero(sweep.false_alarm_rate), _from_zero(sweep.recall))
        for name, style, sweep in sweeps
    ]


def _precision_recall(levels: Sequence[Level]) -> Markup:
    curves = []
    for name, style, items in levels:
        sweep = sweep_scores(items.scores, items.labels)
        recall = _from_zero(sweep.recall)
        across = np.stack([recall[:-1], recall[1:]], axis=-1).ravel()
        curves.append(Curve(name, style, across, np.repeat(sweep.precision, 2)))
    base = float(levels[-1][2].labels.mean())
    guide = Curve("base rate", "guide", np.array([0.0, 1.0]), np.array([base, base]))
    return draw_curves(Axes("recall", "precision"), curves, guide=guide)


def _reliability(levels: Sequence[Level]) -> Markup:
    bins = [(name, style, bin_probabilities(items.scores, items.labels)) for name, style, items in levels]
    traced = [(trace_reliability(name, style, found), found) for name, style, found in bins]
    errors = [f"{name} {calibration_error(one.scores, one.labels):.3f}" for name, _, one in levels]
    return draw_reliability(Axes(f"doubt; calibration error: {', '.join(errors)}", "share wrong"), traced)


def _figure(title: str, drawing: Markup, levels: Sequence[Level]) -> Markup:
    items = [element("li", element("i", class_=style), name) for name, style, _ in levels]
    return element("figure", element("figcaption", title, element("ul", *items, class_="legend")), drawing)


def _from_zero(values: Floats) -> Floats:
    return np.concatenate([[0.0], values])


def latency_picture(outcomes: Sequence[CaseOutcome]) -> Iterator[Markup]:
    """Yield a histogram of the time to answer, on a scale that ends at the slowest twentieth."""
    spent = np.array([outcome.milliseconds for outcome in outcomes if outcome.status is not None])
    if not len(spent):
        return
    most = max(float(np.percentile(spent, 98)), 1.0)
    counts, _ = np.histogram(np.minimum(spent, most), bins=BARS, range=(0, most))
    width = WIDTH / BARS
    bars = [
        element(
            "rect",
            x=round(number * width + 1, 1),
            width=round(width - 2, 1),
            y=round(HEIGHT - (HEIGHT - 8) * count / counts.max(), 1),
            height=round((HEIGHT - 8) * count / counts.max(), 1),
            class_="bar",
        )
        for number, count in enumerate(counts.tolist())
    ]
    labels = [
        element(
            "text",
            f"{share * most:,.0f} ms",
            x=share * WIDTH,
            y=HEIGHT + 16,
            text_anchor=anchor,
            class_="tick",
        )
        for share, anchor in ((0, "start"), (0.5, "middle"), (1, "end"))
    ]
    drawing = element(
        "svg", *bars, *labels, viewBox=f"0 0 {WIDTH} {HEIGHT + FOOT}", role="img", aria_label="time to answer"
    )
    yield element("figure", element("figcaption", "Time to answer"), drawing)


def trend_pictures(past: Sequence[PastFigures], points: Sequence[OperatingPoint]) -> Iterator[Markup]:
    """Yield a line for each headline figure that at least two runs have, the newest right."""
    for metric in HEADLINES:
        for point in points:
            values = [
                (one, figure.measure.value)
                for one in past
                for figure in one.figures
                if figure.metric == metric and figure.at is point and figure.measure
            ]
            if len(values) > 1:
                yield _trend(f"{metric}, {point}", metric, [value for _, value in values])


def _trend(title: str, metric: str, values: Sequence[float]) -> Markup:
    low, high = min(values), max(values)
    if low == high:
        # A figure that never changed is a line through the middle.
        low, high = low - 1, high + 1
    spread = high - low
    xs = np.linspace(6, WIDTH - 6, len(values))
    ys = [round(HEIGHT - 10 - (HEIGHT - 20) * (value - low) / spread, 1) for value in values]
    points = " ".join(f"{x:.1f},{y}" for x, y in zip(xs, ys, strict=True))
    spots = [
        element("circle", cx=round(float(x), 1), cy=y, r=3.5, class_="spot shipped")
        for x, y in zip(xs, ys, strict=True)
    ]
    unit = METRICS[metric].unit
    drawing = element(
        "svg",
        element("polyline", points=points, class_="curve shipped"),
        *spots,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_label=f"{title}: {', '.join(format_value(value, unit) for value in values)}",
    )
    change = f"{format_value(values[0], unit)} → {format_value(values[-1], unit)}"
    return element("figure", element("figcaption", title, element("small", change)), drawing)
