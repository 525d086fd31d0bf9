"""Scores against what people labelled: how well they tell wrong from right, and whether to believe them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.metrics import bin_probabilities, calibration_error
from eval.pages.markup import Markup, element
from eval.pages.parts import make_figure, make_legend
from eval.pages.plots import Axes, draw_curves, draw_reliability, trace_reliability
from eval.pages.ranking import CHANCE, Ranking, trace_base_rate, trace_precision, trace_roc
from eval.runs.metrics import claims_unsupported, drafts_hallucinated
from eval.runs.outcome import CaseOutcome
from eval.runs.run import Run
from eval.runs.weighing import Items
from eval.sweep import sweep_scores

NOTE = (
    "How doubtful claims and whole answers were held to be, against what people labelled. Scores do not "
    "depend on the operating point, so these are of the first, {point}. Dashed is what guessing reaches; on "
    "the diagonal of the reliability diagram, doubts come true as often as they say."
)
ONE_KIND = "All that people labelled is of one kind, so there is nothing to tell apart."


@dataclass(frozen=True, slots=True)
class Level:
    """Claims or whole answers, with the class of the style sheet that colours them."""

    name: str
    style: str
    items: Items

    @property
    def has_both(self) -> bool:
        return bool(self.items.labels.any() and not self.items.labels.all())


def draw_rankings(run: Run) -> Iterator[Markup]:
    """Yield the pictures of the first operating point; nothing where nobody labelled anything."""
    point = run.suite.operating_points[0]
    levels = list(_find_levels(run.at(point)))
    if not levels:
        return
    ranked = [level for level in levels if level.has_both]
    yield element("p", NOTE.format(point=point) if ranked else ONE_KIND, class_="note")
    figures = [*(_draw_ranked(ranked) if ranked else ()), _draw_reliability(levels)]
    yield element("div", *figures, class_="pictures")


def _find_levels(outcomes: Sequence[CaseOutcome]) -> Iterator[Level]:
    for name, style, items in (
        ("claims", "series-1", claims_unsupported(outcomes)),
        ("answers", "shipped", drafts_hallucinated(outcomes)),
    ):
        if items is not None:
            yield Level(name, style, items)


def _draw_ranked(levels: Sequence[Level]) -> Iterator[Markup]:
    rankings = [
        Ranking(level.name, level.style, sweep_scores(level.items.scores, level.items.labels))
        for level in levels
    ]
    legend = make_legend([(level.name, level.style) for level in levels])
    axes = Axes("right ones doubted", "wrong ones found")
    yield make_figure("ROC", draw_curves(axes, [*map(trace_roc, rankings)], guide=CHANCE), legend)
    first, *others = [trace_base_rate(float(level.items.labels.mean()), level.style) for level in levels]
    curves = [*others, *map(trace_precision, rankings)]
    drawing = draw_curves(Axes("recall", "precision"), curves, guide=first)
    yield make_figure("Precision and recall", drawing, legend)


def _draw_reliability(levels: Sequence[Level]) -> Markup:
    bins = [(level, bin_probabilities(level.items.scores, level.items.labels)) for level in levels]
    traced = [(trace_reliability(level.name, level.style, found), found) for level, found in bins]
    legend = make_legend([(_name_error(level), level.style) for level in levels])
    drawing = draw_reliability(Axes("doubt", "share wrong"), traced)
    return make_figure("Reliability and calibration error", drawing, legend)


def _name_error(level: Level) -> str:
    return f"{level.name} {calibration_error(level.items.scores, level.items.labels):.3f}"
