from collections.abc import Sequence

import pytest

from tests.fakes import FakeEmbedder
from tests.verify.grounding.reading import read_evidence
from verify.grounding.second_opinion import WHOLE_CONTEXTS, SecondOpinion
from verify.grounding.thresholds import MOST_OPINIONS, SUPPORTED_AT, UNCERTAIN_BAND
from verify.grounding.verdict import OperatingPoint, Verdict
from verify.grounding.verifier import GroundingVerifier

# The built-in rules load spaCy's tokenizer.
pytestmark = pytest.mark.integration

TEXT = "Managers approve open shifts in the planner. Support answers questions on working days."
EVIDENCE = read_evidence(TEXT)
QUESTION, CLAIM = "Who approves shifts?", "Managers approve shifts in the app."
AT = SUPPORTED_AT[OperatingPoint.BALANCED]


def score_of(verifier: GroundingVerifier, text: str) -> float:
    (claim,) = verifier.verify(text, [TEXT], question=QUESTION).claims
    return claim.score


class RecordingJudge:
    def __init__(self, opinion: float | None) -> None:
        self.opinion = opinion
        self.asked: list[tuple[str, tuple[str, ...], str]] = []

    def judge(self, claim: str, contexts: Sequence[str], question: str) -> float | None:
        self.asked.append((claim, tuple(contexts), question))
        return self.opinion


@pytest.mark.parametrize("probability", [AT - UNCERTAIN_BAND + 0.01, AT, AT + UNCERTAIN_BAND - 0.01])
def test_the_judge_decides_a_close_call(probability: float) -> None:
    judge = RecordingJudge(0.95)
    opinion = SecondOpinion(judge, [TEXT], QUESTION)

    assert opinion.weigh(CLAIM, probability, AT, EVIDENCE, [0]) == 0.95
    assert judge.asked == [(CLAIM, (TEXT,), QUESTION)]


@pytest.mark.parametrize("probability", [AT - UNCERTAIN_BAND - 0.01, AT + UNCERTAIN_BAND + 0.01])
def test_nobody_is_asked_about_what_is_plain(probability: float) -> None:
    judge = RecordingJudge(0.5)

    assert SecondOpinion(judge, [TEXT], QUESTION).weigh(CLAIM, probability, AT, EVIDENCE, [0]) == probability
    assert judge.asked == []


@pytest.mark.parametrize("judge", [None, RecordingJudge(None)])
def test_without_an_opinion_the_probability_stays(judge: RecordingJudge | None) -> None:
    assert SecondOpinion(judge, [TEXT], QUESTION).weigh(CLAIM, AT, AT, EVIDENCE, [0]) == AT


def test_few_claims_of_an_answer_are_asked_about_and_the_first_ones() -> None:
    judge = RecordingJudge(0.9)
    opinion = SecondOpinion(judge, [TEXT], QUESTION)
    found = [opinion.weigh(f"claim {number}", AT, AT, EVIDENCE, [0]) for number in range(MOST_OPINIONS + 2)]

    assert [asked[0] for asked in judge.asked] == [f"claim {number}" for number in range(MOST_OPINIONS)]
    assert found == [0.9] * MOST_OPINIONS + [AT] * 2


def test_long_evidence_is_narrowed_down_to_what_is_near() -> None:
    filler = " ".join(f"Gazebo number {number} stands elsewhere." for number in range(800))
    evidence = read_evidence(filler, TEXT)
    near = next(one.number for one in evidence.sentences if one.statement.text.startswith("Managers"))
    judge = RecordingJudge(0.9)
    SecondOpinion(judge, [filler, TEXT], QUESTION).weigh(CLAIM, AT, AT, evidence, [near])

    ((_, contexts, _),) = judge.asked
    assert len(filler) > WHOLE_CONTEXTS
    assert contexts == (
        "Managers approve open shifts in the planner.",
        "Support answers questions on working days.",
    )


def test_nobody_is_asked_about_a_value_that_is_wrong() -> None:
    judge = RecordingJudge(0.95)
    claims = [f"{'The' * some} Basic plan costs $20 per {'gazebo ' * some}month." for some in range(6)]
    found = [
        GroundingVerifier(FakeEmbedder(), judge=judge).verify(text, ["The Basic plan costs $30 per month."])
        for text in claims
    ]

    assert all(claim.reasons for each in found for claim in each.claims)
    assert judge.asked == []


@pytest.mark.parametrize(
    ("opinion", "verdict"), [(0.95, Verdict.SUPPORTED), (0.05, Verdict.NOT_ENOUGH_EVIDENCE)]
)
def test_a_verdict_follows_the_opinion_on_a_close_call(opinion: float, verdict: Verdict) -> None:
    plain = GroundingVerifier(FakeEmbedder())
    judge = RecordingJudge(opinion)
    asking = GroundingVerifier(FakeEmbedder(), judge=judge)
    # Claims that have more and less of the evidence's words, so that some are a close call.
    known = ["open", "shifts", "planner"]
    new = ["every", "season", "team", "beside", "golden", "deserts", "kangaroos", "jump", "across"]
    drifting = [
        f"Managers {' '.join(known[:some] + new[:others])}."
        for some in range(len(known) + 1)
        for others in range(1, len(new) + 1)
    ]
    close = [text for text in drifting if abs(score_of(plain, text) - AT) <= UNCERTAIN_BAND]

    assert close
    for text in close:
        (claim,) = asking.verify(text, [TEXT], question=QUESTION).claims
        assert (claim.verdict, claim.score) == (verdict, opinion)
    assert [asked[0] for asked in judge.asked] == close
