"""Labelled answers as what a calibration is fitted on: every claim with what the verifier measures of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.verifier.rows import LabelledAnswer
from verify.grounding.language import is_plainly_not_english
from verify.grounding.scoring import Signals, share_kept
from verify.grounding.thresholds import VERBATIM_SCORE
from verify.grounding.tuning import Tuning
from verify.grounding.verifier import GroundingVerifier, find_excess

# Each so many answers one is also set against the evidence of another source, where nothing supports it:
# without that a fit never learns that unrelated text supports nothing.
UNRELATED_EVERY = 8

OnDone = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MeasuredClaim:
    """One claim; where it has no signals to weigh, its score is `settled` whatever the weights are."""

    source: str
    supported: bool
    signals: Signals | None
    settled: float = 0.0

    def probability(self, tuning: Tuning) -> float:
        return self.settled if self.signals is None else tuning.probability_of_support(self.signals)

    def score(self, tuning: Tuning) -> float:
        """Return the probability of support less what findings take of it, which is what is decided on."""
        kept = 1.0 if self.signals is None else share_kept(self.signals.codes)
        return self.probability(tuning) * kept


@dataclass(frozen=True, slots=True)
class MeasuredAnswer:
    """An answer as a person labelled it; `wrong` if anything in it is not grounded, claim or not."""

    source: str
    wrong: bool
    claims: tuple[MeasuredClaim, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """`unrelated` are claims beside the evidence of another source; `too_long` answers are left out."""

    answers: tuple[MeasuredAnswer, ...]
    unrelated: tuple[MeasuredClaim, ...]
    too_long: int = 0

    @property
    def claims(self) -> list[MeasuredClaim]:
        return [claim for answer in self.answers for claim in answer.claims]

    @property
    def weighed(self) -> list[MeasuredClaim]:
        """The real claims that weights decide about."""
        return [claim for claim in self.claims if claim.signals is not None]


def measure_answers(
    rows: Sequence[LabelledAnswer], verifier: GroundingVerifier, *, on_done: OnDone
) -> Measured:
    answers: list[MeasuredAnswer] = []
    unrelated: list[MeasuredClaim] = []
    short = [row for row in rows if find_excess(row.answer, row.contexts) is None]
    for number, row in enumerate(short):
        claims = _measure_claims(row, row.contexts, verifier)
        answers.append(MeasuredAnswer(row.source, row.hallucinated, tuple(claims)))
        other = _find_unrelated(short, number) if number % UNRELATED_EVERY == 0 else None
        if other is not None:
            measured = verifier.measure(row.answer, other.contexts, question=row.question)
            unrelated += [
                MeasuredClaim(row.source, supported=False, signals=signals)
                for _, signals in measured
                if signals is not None
            ]
        on_done(number + 1)
    return Measured(tuple(answers), tuple(unrelated), too_long=len(rows) - len(short))


def _measure_claims(
    row: LabelledAnswer, contexts: Sequence[str], verifier: GroundingVerifier
) -> Iterator[MeasuredClaim]:
    without_evidence = not any(context.strip() for context in contexts)
    for span, signals in verifier.measure(row.answer, contexts, question=row.question):
        supported = not row.is_marked(*span)
        if without_evidence or (signals is not None and is_plainly_not_english(row.answer[slice(*span)])):
            yield MeasuredClaim(row.source, supported, None, settled=0.0)
        elif signals is None:
            yield MeasuredClaim(row.source, supported, None, settled=VERBATIM_SCORE)
        else:
            yield MeasuredClaim(row.source, supported, signals)


def _find_unrelated(rows: Sequence[LabelledAnswer], number: int) -> LabelledAnswer | None:
    """Return a row, far away in the file, of another source that has no context in common."""
    row, far = rows[number], number + len(rows) // 2
    own = set(row.contexts)
    others = (rows[(far + step) % len(rows)] for step in range(len(rows)))
    return next((one for one in others if one.source != row.source and own.isdisjoint(one.contexts)), None)
