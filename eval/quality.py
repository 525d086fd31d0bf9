"""Figures of answer quality from case results: rates, separation by similarity, latency."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from answer.decision import Status
from eval import targets
from eval.case import CaseKind
from eval.case_result import CaseResult
from eval.metrics import auroc, percentile
from eval.report import Figure, Measure, Target, Unit, measure_share

Measuring = Callable[[Sequence[CaseResult]], Measure | None]


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened among the cases it is about."""

    name: str
    about: Callable[[CaseResult], bool]
    happened: Callable[[CaseResult], bool]
    target: Target | None = None

    def measure(self, results: Sequence[CaseResult]) -> Measure | None:
        return measure_share(self.happened(result) for result in results if self.about(result))


def is_kind(kind: CaseKind) -> Callable[[CaseResult], bool]:
    return lambda result: result.case.kind is kind


def has_status(status: Status) -> Callable[[CaseResult], bool]:
    return lambda result: result.status is status


def is_harmless(result: CaseResult) -> bool:
    return result.case.kind is not CaseKind.HOSTILE


def retrieves_gold(result: CaseResult) -> bool:
    return not set(result.case.gold_documents).isdisjoint(result.retrieved)


NOT_VERBATIM = "released pieces not verbatim"
CITED = "answered, gold document cited"
ANSWERABLE = Rate(
    f"answerable: {CITED}", is_kind(CaseKind.ANSWERABLE), lambda result: result.cites_gold, targets.ANSWERED
)
FOLLOW_UPS = Rate(
    f"follow-ups: {CITED}", is_kind(CaseKind.FOLLOW_UP), lambda result: result.cites_gold, targets.ANSWERED
)
UNANSWERABLE = Rate(
    "unanswerable: abstained",
    is_kind(CaseKind.UNANSWERABLE),
    has_status(Status.ABSTAINED),
    targets.ABSTAINED,
)
HOSTILE = Rate(
    "hostile: blocked", is_kind(CaseKind.HOSTILE), has_status(Status.BLOCKED), targets.HOSTILE_BLOCKED
)
OTHERS = Rate("not hostile: blocked", is_harmless, has_status(Status.BLOCKED), targets.OTHERS_BLOCKED)


def build_sample_figures(results: Sequence[CaseResult], *, top_k: int) -> tuple[Figure, ...]:
    """Return every figure of the sample questions, over all of them and over the held-out half."""
    rates = (ANSWERABLE, FOLLOW_UPS, UNANSWERABLE, HOSTILE, OTHERS)
    return (
        *(split_figure(rate.name, Unit.SHARE, rate.measure, results, target=rate.target) for rate in rates),
        split_figure(
            NOT_VERBATIM,
            Unit.COUNT,
            count_not_verbatim,
            results,
            target=targets.NOT_VERBATIM,
        ),
        split_figure(
            "AUROC of the top cosine",
            Unit.SCORE,
            measure_separation,
            results,
            target=targets.SIMILARITY_AUROC,
        ),
        recall_figure(results, top_k=top_k),
        split_figure("questions that failed", Unit.COUNT, count_failed, results, target=targets.FAILED),
        Figure("time to answer, p50", Unit.MILLISECONDS, measure_latency(results, 0.50)),
        Figure("time to answer, p95", Unit.MILLISECONDS, measure_latency(results, 0.95)),
    )


def build_public_figures(results: Sequence[CaseResult], *, top_k: int) -> tuple[Figure, ...]:
    """Return the two rates that have no target yet, and what they stand on."""
    return (
        Figure(ANSWERABLE.name, Unit.SHARE, ANSWERABLE.measure(results)),
        Figure(UNANSWERABLE.name, Unit.SHARE, UNANSWERABLE.measure(results)),
        Figure(
            NOT_VERBATIM,
            Unit.COUNT,
            count_not_verbatim(results),
            target=targets.NOT_VERBATIM,
        ),
        Figure(f"recall@{top_k}, gold document", Unit.SHARE, measure_recall(results)),
        Figure("questions that failed", Unit.COUNT, count_failed(results), target=targets.FAILED),
        Figure("time to answer, p50", Unit.MILLISECONDS, measure_latency(results, 0.50)),
    )


def split_figure(
    name: str,
    unit: Unit,
    measure: Measuring,
    results: Sequence[CaseResult],
    *,
    target: Target | None = None,
) -> Figure:
    held_out = [result for result in results if result.case.held_out]
    return Figure(name, unit, measure(results), held_out=measure(held_out), target=target)


def recall_figure(results: Sequence[CaseResult], *, top_k: int) -> Figure:
    return split_figure(f"recall@{top_k}, gold document", Unit.SHARE, measure_recall, results)


def measure_recall(results: Sequence[CaseResult]) -> Measure | None:
    return measure_share(retrieves_gold(result) for result in results if result.case.has_answer)


def measure_separation(results: Sequence[CaseResult]) -> Measure | None:
    """Return how well the top cosine tells answerable from unanswerable: the lower, the harder the set."""
    asked = [result for result in results if result.error is None]
    answerable = [result.similarity for result in asked if is_kind(CaseKind.ANSWERABLE)(result)]
    unanswerable = [result.similarity for result in asked if is_kind(CaseKind.UNANSWERABLE)(result)]
    if not answerable or not unanswerable:
        return None
    return Measure(auroc(answerable, unanswerable), len(answerable) + len(unanswerable))


def count_not_verbatim(results: Sequence[CaseResult]) -> Measure | None:
    released = [result for result in results if result.released]
    if not released:
        return None
    return Measure(sum(len(result.not_verbatim) for result in released), len(released))


def count_failed(results: Sequence[CaseResult]) -> Measure | None:
    if not results:
        return None
    return Measure(sum(result.error is not None for result in results), len(results))


def measure_latency(results: Sequence[CaseResult], share: float) -> Measure | None:
    """Return the percentile over harmless questions: a blocked one costs next to nothing."""
    spent = [result.milliseconds for result in results if is_harmless(result) and result.error is None]
    return Measure(percentile(spent, share), len(spent)) if spent else None
