"""What is marked in the answers against what people marked, character by character; and what claims cover."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from eval.bootstrap import Resamples
from eval.sweep import Flags, Floats, f1_of
from eval.verifier.report import Coverage, MarkFigures
from eval.verifier.signals import JudgedAnswer
from verify.grounding.verdict import Span

MarkSpans = Callable[[JudgedAnswer], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Marker:
    name: str
    spans: MarkSpans


def measure_marks(answers: Sequence[JudgedAnswer], resamples: Resamples) -> tuple[MarkFigures, ...]:
    labelled = [_labelled(judged) for judged in answers]
    return tuple(_measure(marker, answers, labelled=labelled, resamples=resamples) for marker in MARKERS)


def measure_coverage(answers: Sequence[JudgedAnswer]) -> Coverage:
    spans = [
        _touches_claim(judged, span.start, span.end) for judged in answers for span in judged.labelled.spans
    ]
    labelled = covered = outside = written = 0
    for judged in answers:
        marked, claims = _labelled(judged), _cover(judged, [claim.span for claim in judged.claims])
        labelled += int(marked.sum())
        covered += int((marked & claims).sum())
        outside += int(_cover(judged, judged.verification.non_claims).sum())
        written += int(_cover(judged, [(0, len(judged.labelled.answer))]).sum())
    return Coverage(
        labelled_spans=len(spans),
        spans_on_claims=sum(spans) / len(spans) if spans else None,
        labelled_characters_on_claims=covered / labelled if labelled else None,
        non_claim_characters=outside / written if written else 0.0,
        non_claims=sum(len(judged.verification.non_claims) for judged in answers),
    )


def _measure(
    marker: Marker, answers: Sequence[JudgedAnswer], *, labelled: Sequence[Flags], resamples: Resamples
) -> MarkFigures:
    marked = [_cover(judged, marker.spans(judged)) for judged in answers]
    pairs = list(zip(marked, labelled, strict=True))
    caught = np.array([float((mine & theirs).sum()) for mine, theirs in pairs])
    alarms = np.array([float((mine & ~theirs).sum()) for mine, theirs in pairs])
    wanted = np.array([float(theirs.sum()) for theirs in labelled])

    def f1(weights: Floats) -> Floats:
        return f1_of(weights @ caught, weights @ alarms, weights @ wanted)[..., np.newaxis]

    (measured,) = resamples.measure(f1)
    total, found = caught.sum() + alarms.sum(), caught.sum()
    return MarkFigures(
        name=marker.name,
        precision=float(found / total) if total else 0.0,
        recall=float(found / wanted.sum()) if wanted.any() else 0.0,
        f1=measured if wanted.any() else None,
    )


def _cover(judged: JudgedAnswer, spans: Iterable[Span]) -> Flags:
    """Return which characters of the answer the spans hold; white space is never held."""
    covered = np.zeros(len(judged.labelled.answer), dtype=np.bool_)
    for start, end in spans:
        covered[start:end] = True
    blank = np.array([character.isspace() for character in judged.labelled.answer], dtype=np.bool_)
    return covered & ~blank


def _labelled(judged: JudgedAnswer) -> Flags:
    return _cover(judged, [(span.start, span.end) for span in judged.labelled.spans])


def _flagged_claims(judged: JudgedAnswer) -> list[Span]:
    return [claim.span for claim in judged.claims if claim.is_flagged]


def _reasons(judged: JudgedAnswer) -> list[Span]:
    return [reason.claim_span for claim in judged.claims for reason in claim.verdict.reasons]


def _touches_claim(judged: JudgedAnswer, start: int, end: int) -> bool:
    return any(start < claim.verdict.end and claim.verdict.start < end for claim in judged.claims)


MARKERS: tuple[Marker, ...] = (
    Marker("every character", lambda judged: [(0, len(judged.labelled.answer))]),
    Marker("claims judged unsupported", _flagged_claims),
    Marker("what the reasons point at", _reasons),
)
