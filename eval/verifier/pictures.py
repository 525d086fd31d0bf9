"""The three pictures of a verifier run: how it ranks, what a threshold costs, whether to believe it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from eval.pages.markup import Markup, element
from eval.pages.plots import Axes, Curve, Dot, draw_curves, draw_reliability, trace_reliability
from eval.sweep import Floats, Sweep, sweep_scores
from eval.verifier.detectors import CONSTANT, SHIPPED
from eval.verifier.report import DetectorFigures, Level
from eval.verifier.run import VerifierRun, label_answers, score_answers

NOTE = "The dot is the shipped decision; the dashed line is what guessing reaches."
CHANCE = Curve("chance", "guide", np.array([0.0, 1.0]), np.array([0.0, 1.0]))


@dataclass(frozen=True, slots=True)
class Compared:
    """One detector in the pictures; `style` is its class in the style sheet."""

    name: str
    style: str
    sweep: Sweep


def draw_pictures(run: VerifierRun) -> Iterator[Markup]:
    """Draw what there is to see; without both kinds of answers there is nothing to rank."""
    level = run.report.answers
    compared = list(_compare(run)) if 0 < level.positives < level.sample else []
    if compared:
        yield element("p", NOTE, class_="note")
        yield _legend([(each.name, each.style) for each in compared])
    figures = [_roc(compared, level), _precision_recall(compared, level)] if compared else []
    yield element("div", *figures, _reliability(level, run.report.claims), class_="pictures")


def _compare(run: VerifierRun) -> Iterator[Compared]:
    labels = label_answers(run.answers)
    ranked = [each for each in score_answers(run.answers) if each.name != CONSTANT]
    for number, each in enumerate(ranked):
        style = "shipped" if each.name == SHIPPED else f"series-{number}"
        yield Compared(each.name, style, sweep_scores(each.scores, labels.hallucinated))


def _roc(compared: Sequence[Compared], level: Level) -> Markup:
    curves = [
        Curve(each.name, each.style, _from_zero(each.sweep.false_alarm_rate), _from_zero(each.sweep.recall))
        for each in compared
    ]
    axes = Axes("sound answers flagged", "hallucinated answers found")
    shipped = _shipped(level)
    if not shipped.shipped_precision or shipped.shipped_recall is None:
        return _figure("ROC", draw_curves(axes, curves, guide=CHANCE))
    found = shipped.shipped_recall * level.positives
    alarms = found * (1 - shipped.shipped_precision) / shipped.shipped_precision
    dot = Dot(SHIPPED, alarms / (level.sample - level.positives), shipped.shipped_recall)
    return _figure("ROC", draw_curves(axes, curves, guide=CHANCE, dots=[dot]))


def _precision_recall(compared: Sequence[Compared], level: Level) -> Markup:
    curves = [_steps(each) for each in compared]
    base_rate = level.positives / level.sample
    guide = Curve("base rate", "guide", np.array([0.0, 1.0]), np.array([base_rate, base_rate]))
    shipped = _shipped(level)
    precision, recall = shipped.shipped_precision, shipped.shipped_recall
    dots = [Dot(SHIPPED, recall, precision)] if recall is not None and precision is not None else []
    axes = Axes("recall", "precision")
    return _figure("Precision and recall", draw_curves(axes, curves, guide=guide, dots=dots))


def _steps(each: Compared) -> Curve:
    """Return precision over recall in steps: between two thresholds lies none, so no slope suggests one."""
    recall, precision = _from_zero(each.sweep.recall), each.sweep.precision
    across = np.stack([recall[:-1], recall[1:]], axis=-1).ravel()
    return Curve(each.name, each.style, across, np.repeat(precision, 2))


def _reliability(answers: Level, claims: Level | None) -> Markup:
    levels = [("answers", "shipped", answers), *([("claims", "series-1", claims)] if claims else [])]
    kinds = [
        (trace_reliability(name, style, level.reliability), level.reliability)
        for name, style, level in levels
    ]
    axes = Axes("predicted probability of hallucination", "share hallucinated")
    legend = _legend([(name, style) for name, style, _ in levels])
    return _figure("Reliability", draw_reliability(axes, kinds), legend=legend)


def _shipped(level: Level) -> DetectorFigures:
    return next(each for each in level.detectors if each.name == SHIPPED)


def _figure(title: str, drawing: Markup, *, legend: Markup | str = "") -> Markup:
    return element("figure", element("figcaption", title, legend), drawing)


def _legend(names: Sequence[tuple[str, str]]) -> Markup:
    items = [element("li", element("i", class_=style), name) for name, style in names]
    return element("ul", *items, class_="legend")


def _from_zero(values: Floats) -> Floats:
    return np.concatenate([[0.0], values])
