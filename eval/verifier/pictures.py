"""The three pictures of a verifier run: how it ranks, what a threshold costs, whether to believe it."""

from collections.abc import Iterator, Sequence

from eval.pages.markup import Markup, element
from eval.pages.parts import make_figure, make_legend
from eval.pages.plots import Axes, Dot, draw_curves, draw_reliability, trace_reliability
from eval.pages.ranking import CHANCE, Ranking, trace_base_rate, trace_precision, trace_roc
from eval.sweep import sweep_scores
from eval.verifier.detectors import CONSTANT, SHIPPED
from eval.verifier.report import DetectorFigures, Level
from eval.verifier.run import VerifierRun, label_answers, score_answers

NOTE = "The dot is the shipped decision; the dashed line is what guessing reaches."


def draw_pictures(run: VerifierRun) -> Iterator[Markup]:
    """Draw what there is to see; without both kinds of answers there is nothing to rank."""
    level = run.report.answers
    compared = list(_compare(run)) if 0 < level.positives < level.sample else []
    if compared:
        yield element("p", NOTE, class_="note")
        yield make_legend([(each.name, each.style) for each in compared])
    figures = [_roc(compared, level), _precision_recall(compared, level)] if compared else []
    yield element("div", *figures, _reliability(level, run.report.claims), class_="pictures")


def _compare(run: VerifierRun) -> Iterator[Ranking]:
    labels = label_answers(run.answers)
    ranked = [each for each in score_answers(run.answers) if each.name != CONSTANT]
    for number, each in enumerate(ranked):
        style = "shipped" if each.name == SHIPPED else f"series-{number}"
        yield Ranking(each.name, style, sweep_scores(each.scores, labels.hallucinated))


def _roc(compared: Sequence[Ranking], level: Level) -> Markup:
    curves = [trace_roc(each) for each in compared]
    axes = Axes("sound answers flagged", "hallucinated answers found")
    shipped = _shipped(level)
    if not shipped.shipped_precision or shipped.shipped_recall is None:
        return make_figure("ROC", draw_curves(axes, curves, guide=CHANCE))
    found = shipped.shipped_recall * level.positives
    alarms = found * (1 - shipped.shipped_precision) / shipped.shipped_precision
    dot = Dot(SHIPPED, alarms / (level.sample - level.positives), shipped.shipped_recall)
    return make_figure("ROC", draw_curves(axes, curves, guide=CHANCE, dots=[dot]))


def _precision_recall(compared: Sequence[Ranking], level: Level) -> Markup:
    curves = [trace_precision(each) for each in compared]
    guide = trace_base_rate(level.positives / level.sample)
    shipped = _shipped(level)
    precision, recall = shipped.shipped_precision, shipped.shipped_recall
    dots = [Dot(SHIPPED, recall, precision)] if recall is not None and precision is not None else []
    axes = Axes("recall", "precision")
    return make_figure("Precision and recall", draw_curves(axes, curves, guide=guide, dots=dots))


def _reliability(answers: Level, claims: Level | None) -> Markup:
    levels = [("answers", "shipped", answers), *([("claims", "series-1", claims)] if claims else [])]
    kinds = [
        (trace_reliability(name, style, level.reliability), level.reliability)
        for name, style, level in levels
    ]
    axes = Axes("predicted probability of hallucination", "share hallucinated")
    legend = make_legend([(name, style) for name, style, _ in levels])
    return make_figure("Reliability", draw_reliability(axes, kinds), legend)


def _shipped(level: Level) -> DetectorFigures:
    return next(each for each in level.detectors if each.name == SHIPPED)
