"""Measures the verifier on labelled answers: read, judge, compare; behind `plumbline eval verifier`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from eval.bootstrap import Resamples
from eval.errors import DatasetError
from eval.metrics import bin_probabilities, percentile
from eval.verifier.detectors import DETECTORS, SHIPPED, Way
from eval.verifier.figures import Labels, Scored, make_labels, measure_detector
from eval.verifier.marks import measure_coverage, measure_marks
from eval.verifier.report import ANSWERS, CLAIMS, Group, Latency, Level, QualityGroup, VerifierReport
from eval.verifier.rows import LabelledAnswer, Selection, read_answers
from eval.verifier.signals import Judge, JudgedAnswer, JudgedClaim

Judged = TypeVar("Judged")
OnStep = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class VerifierRun:
    """The figures, and the judged answers that they and the pictures are made of."""

    report: VerifierReport
    answers: tuple[JudgedAnswer, ...]


def run_verifier(data: Path, selection: Selection, *, judge: Judge, on_step: OnStep) -> VerifierRun:
    """Judge the selected rows of a file and measure the outcome.

    Raises:
        DatasetError: the file cannot be used, or no row of it is to be judged.
    """
    rows = read_answers(data, selection)
    sound = [row for row in rows if row.is_sound]
    if not sound:
        raise DatasetError(f"{data}: every selected row is truncated or a refusal, so there is none to judge")
    on_step("judge answers", 0, len(sound))
    answers = judge.judge(sound, on_done=lambda done: on_step("judge answers", done, len(sound)))
    on_step("measure", 0, 1)
    report = make_report(answers, data=data, selection=selection, rows=rows)
    on_step("measure", 1, 1)
    return VerifierRun(report, tuple(answers))


def make_report(
    answers: Sequence[JudgedAnswer], *, data: Path, selection: Selection, rows: Sequence[LabelledAnswer]
) -> VerifierReport:
    claims = [(claim, judged.labelled.source) for judged in answers for claim in judged.claims]
    spent = [judged.milliseconds for judged in answers]
    return VerifierReport(
        data=data.name,
        fold=selection.fold,
        models=selection.models,
        sources=len({judged.labelled.source for judged in answers}),
        contrary=sum(judged.labelled.hallucinated != bool(judged.labelled.spans) for judged in answers),
        answers=_measure_level(ANSWERS, score_answers(answers), label_answers(answers)),
        claims=_measure_level(
            CLAIMS,
            score_claims([claim for claim, _ in claims]),
            make_labels([claim.unsupported for claim, _ in claims], [source for _, source in claims]),
        )
        if claims
        else None,
        marks=measure_marks(answers, Resamples([judged.labelled.source for judged in answers])),
        coverage=measure_coverage(answers),
        tasks=_group(answers, lambda judged: judged.labelled.task),
        generators=_group(answers, lambda judged: judged.labelled.model),
        qualities=tuple(_group_qualities(rows)),
        latency_ms=Latency(percentile(spent, 0.5), percentile(spent, 0.95)),
    )


def label_answers(answers: Sequence[JudgedAnswer]) -> Labels:
    return make_labels(
        [judged.labelled.hallucinated for judged in answers], [judged.labelled.source for judged in answers]
    )


def score_answers(answers: Sequence[JudgedAnswer]) -> list[Scored]:
    return [
        _score(detector.answer, answers, name=detector.name, is_probability=detector.is_probability)
        for detector in DETECTORS
    ]


def score_claims(claims: Sequence[JudgedClaim]) -> list[Scored]:
    return [
        _score(detector.claim, claims, name=detector.name, is_probability=detector.is_probability)
        for detector in DETECTORS
    ]


def _score(way: Way[Judged], judged: Sequence[Judged], *, name: str, is_probability: bool) -> Scored:
    flag = way.flag
    return Scored(
        name=name,
        scores=np.array([way.score(each) for each in judged], dtype=np.float64),
        flags=None if flag is None else np.array([flag(each) for each in judged], dtype=np.bool_),
        is_probability=is_probability,
    )


def _measure_level(name: str, scored: Sequence[Scored], labels: Labels) -> Level:
    (shipped,) = (each for each in scored if each.name == SHIPPED)
    return Level(
        name=name,
        sample=len(labels.hallucinated),
        positives=int(labels.hallucinated.sum()),
        detectors=tuple(measure_detector(each, labels) for each in scored),
        reliability=tuple(bin_probabilities(shipped.scores, labels.hallucinated)),
    )


def _group(answers: Sequence[JudgedAnswer], key: Callable[[JudgedAnswer], str]) -> tuple[Group, ...]:
    names = sorted({key(judged) for judged in answers})
    return tuple(
        _measure_group(name, [judged for judged in answers if key(judged) == name]) for name in names
    )


def _measure_group(name: str, answers: Sequence[JudgedAnswer]) -> Group:
    labels = label_answers(answers)
    (shipped,) = (each for each in score_answers(answers) if each.name == SHIPPED)
    figures = measure_detector(shipped, labels)
    return Group(name, len(answers), int(labels.hallucinated.sum()), figures)


def _group_qualities(rows: Iterable[LabelledAnswer]) -> Iterable[QualityGroup]:
    by_quality: dict[str, list[LabelledAnswer]] = {}
    for row in rows:
        by_quality.setdefault(row.quality, []).append(row)
    for quality, group in sorted(by_quality.items()):
        hallucinated = sum(row.hallucinated for row in group)
        yield QualityGroup(quality, len(group), hallucinated, measured=group[0].is_sound)
