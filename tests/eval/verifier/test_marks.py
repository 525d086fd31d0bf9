import pytest

from eval.bootstrap import Resamples
from eval.verifier.marks import measure_coverage, measure_marks
from eval.verifier.signals import JudgedAnswer
from tests.eval.verifier.judged import SOUND, WRONG, make_claim, make_judged, make_labelled

GREETING = "Hello!"
LETTERS = len(WRONG.replace(" ", ""))


def make_found() -> JudgedAnswer:
    """Make an answer whose second sentence is rightly flagged for its year."""
    labelled = make_labelled("found", answer=f"{SOUND} {WRONG}", spans=[(50, 54)])
    return make_judged(
        labelled, make_claim(SOUND), make_claim(WRONG, start=28, unsupported=True, score=0.1), score=0.1
    )


def make_greeting() -> JudgedAnswer:
    """Make an answer whose label lies on what is held to be no claim."""
    labelled = make_labelled("greeting", answer=f"{GREETING} {SOUND}", spans=[(0, 6)])
    return make_judged(labelled, make_claim(SOUND, start=7), non_claims=((0, 6),))


class TestMeasureMarks:
    def test_each_mark_against_the_labelled_characters(self) -> None:
        marks = {mark.name: mark for mark in measure_marks([make_found()], Resamples(["s1"]))}
        everything, claims, reasons = marks.values()
        assert (everything.precision, everything.recall) == pytest.approx((4 / (2 * LETTERS), 1))
        assert (claims.precision, claims.recall) == pytest.approx((4 / LETTERS, 1))
        assert (reasons.precision, reasons.recall) == (1, 1)
        assert reasons.f1 is not None
        assert reasons.f1.value == 1

    def test_without_labels_there_is_nothing_to_match(self) -> None:
        answers = [make_judged(make_labelled(), make_claim(SOUND))]
        assert [mark.f1 for mark in measure_marks(answers, Resamples(["s1"]))] == [None, None, None]


class TestMeasureCoverage:
    def test_labels_on_claims_and_beside_them(self) -> None:
        coverage = measure_coverage([make_found(), make_greeting()])
        assert coverage.labelled_spans == 2
        assert coverage.spans_on_claims == 0.5
        assert coverage.labelled_characters_on_claims == pytest.approx(4 / 10)

    def test_how_much_text_is_no_claim(self) -> None:
        coverage = measure_coverage([make_greeting()])
        assert coverage.non_claims == 1
        assert coverage.non_claim_characters == pytest.approx(6 / (6 + LETTERS))

    def test_without_labels_there_is_no_share(self) -> None:
        coverage = measure_coverage([make_judged(make_labelled(), make_claim(SOUND))])
        assert coverage.spans_on_claims is None
        assert coverage.labelled_characters_on_claims is None
