import pytest

from eval.verifier.detectors import DETECTORS, SHIPPED, WITHOUT_TAGGER, Detector, count_findings, take_worst
from eval.verifier.signals import ClaimSignals
from tests.eval.verifier.judged import SOUND, WRONG, make_claim, make_judged, make_labelled
from verify.grounding.scoring import score_of_answer

WORSE = ClaimSignals(
    entities=2,
    numbers=1,
    polarity=1,
    cosine=0.4,
    coverage=0.5,
    novelty=0.5,
    tagger=0.7,
    without_tagger=0.5,
    kept=0.4,
)
JUDGED = make_judged(
    make_labelled(answer=f"{SOUND} {WRONG}"),
    make_claim(SOUND),
    make_claim(WRONG, start=28, signals=WORSE, score=0.1),
    score=0.3,
)


def find_detector(name: str) -> Detector:
    return next(each for each in DETECTORS if each.name == name)


@pytest.mark.parametrize(
    ("name", "answer", "claims"),
    [
        ("flag everything", 1.0, [1.0, 1.0]),
        ("lexical overlap", 0.25, [0.0, 0.5]),
        ("entities", 2, [0, 2]),
        ("numbers", 1, [0, 1]),
        ("polarity", 1, [0, 1]),
        ("similarity", 0.6, [0.1, 0.6]),
        ("coverage", 0.5, [0.0, 0.5]),
        ("tagger", 0.7, [0.1, 0.7]),
        (WITHOUT_TAGGER, 1 - score_of_answer([0.8, 0.5]), [0.2, 0.8]),
        (SHIPPED, 0.7, [0.1, 0.9]),
    ],
)
def test_each_detector_scores_answers_and_claims(name: str, answer: float, claims: list[float]) -> None:
    detector = find_detector(name)
    assert detector.answer.score(JUDGED) == pytest.approx(answer)
    assert [detector.claim.score(claim) for claim in JUDGED.claims] == pytest.approx(claims)


def test_names_are_unique() -> None:
    assert len({each.name for each in DETECTORS}) == len(DETECTORS)


def test_the_shipped_decision_is_the_verdict() -> None:
    shipped = find_detector(SHIPPED)
    assert shipped.answer.flag is not None
    assert shipped.claim.flag is not None
    assert shipped.answer.flag(JUDGED)
    assert [shipped.claim.flag(claim) for claim in JUDGED.claims] == [False, True]
    assert shipped.is_probability


def test_one_finding_is_enough_for_a_decision() -> None:
    detector = count_findings("entities", lambda claim: claim.signals.entities)
    assert detector.answer.flag is not None
    assert detector.answer.flag(JUDGED)
    assert not detector.answer.flag(make_judged(make_labelled(), make_claim(SOUND)))


def test_an_answer_without_claims_is_not_bad() -> None:
    detector = take_worst("similarity", lambda claim: 1 - claim.signals.cosine)
    assert detector.answer.score(make_judged(make_labelled(answer="Hello!"))) == 0
