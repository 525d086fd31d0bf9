from dataclasses import replace

import pytest

from eval.calibrating.measuring import UNRELATED_EVERY, MeasuredClaim, measure_answers
from tests.eval.verifier.judged import PASSAGE, SOUND, WRONG, make_labelled
from tests.fakes import FakeEmbedder
from tests.verify.grounding.test_scoring import signals
from verify.grounding.thresholds import MAX_ANSWER_CHARACTERS, MISMATCH_FACTOR, VERBATIM_SCORE
from verify.grounding.tuning import shipped_tuning
from verify.grounding.verdict import ReasonCode
from verify.grounding.verifier import GroundingVerifier

VERIFIER = GroundingVerifier(FakeEmbedder())
ELSEWHERE = "A lighthouse stands at the far end of the bay."


def ignore(_: int) -> None: ...


def test_scores_are_those_that_the_verifier_gives() -> None:
    answer = "The kiln was built in 1902. In 1902 somebody built a kiln. The kiln was built in 1950."
    row = make_labelled(answer=answer, spans=[(answer.index("1950"), answer.index("1950") + 4)])
    (measured,) = measure_answers([row], VERIFIER, on_done=ignore).answers

    expected = VERIFIER.verify(answer, [PASSAGE], question=row.question)
    assert [claim.score(shipped_tuning()) for claim in measured.claims] == pytest.approx(
        [claim.score for claim in expected.claims]
    )
    assert [claim.supported for claim in measured.claims] == [True, True, False]
    assert measured.wrong


def test_a_finding_takes_from_the_score_but_not_from_the_probability() -> None:
    tuning = shipped_tuning()
    claim = MeasuredClaim("s1", supported=False, signals=signals(0.9, ReasonCode.NUMBER_MISMATCH))
    assert claim.score(tuning) == pytest.approx(claim.probability(tuning) * MISMATCH_FACTOR)


class TestClaimsThatNoWeightDecidesAbout:
    def test_a_quote(self) -> None:
        measured = measure_answers([make_labelled(answer=SOUND)], VERIFIER, on_done=ignore)
        assert [claim.probability(shipped_tuning()) for claim in measured.claims] == [VERBATIM_SCORE]
        assert measured.weighed == []

    @pytest.mark.parametrize("contexts", [(), ("  ",)])
    def test_a_claim_without_evidence(self, contexts: tuple[str, ...]) -> None:
        row = replace(make_labelled(answer=WRONG), contexts=contexts)
        measured = measure_answers([row], VERIFIER, on_done=ignore)
        assert [claim.score(shipped_tuning()) for claim in measured.claims] == [0.0]
        assert measured.weighed == []

    def test_a_claim_in_another_language(self) -> None:
        row = make_labelled(answer="Der Ofen wurde von den Leuten im Tal gebaut und brennt seitdem Ziegel.")
        measured = measure_answers([row], VERIFIER, on_done=ignore)
        assert [claim.score(shipped_tuning()) for claim in measured.claims] == [0.0]
        assert measured.weighed == []


class TestUnrelatedEvidence:
    def test_some_answers_stand_beside_the_evidence_of_another_source_too(self) -> None:
        own = make_labelled("a1", answer=WRONG)
        other = replace(make_labelled("a2", source="s2", answer=WRONG), contexts=(ELSEWHERE,))
        unrelated = measure_answers([own, other], VERIFIER, on_done=ignore).unrelated
        assert [(claim.source, claim.supported) for claim in unrelated] == [("s1", False)]

    def test_only_one_in_so_many(self) -> None:
        rows = [
            replace(make_labelled(f"a{n}", source=f"s{n}", answer=WRONG), contexts=(f"{ELSEWHERE} {n}",))
            for n in range(UNRELATED_EVERY + 1)
        ]
        unrelated = measure_answers(rows, VERIFIER, on_done=ignore).unrelated
        assert [claim.source for claim in unrelated] == ["s0", f"s{UNRELATED_EVERY}"]

    def test_evidence_that_both_sources_have_is_not_unrelated(self) -> None:
        rows = [make_labelled("a1", answer=WRONG), make_labelled("a2", source="s2", answer=WRONG)]
        assert measure_answers(rows, VERIFIER, on_done=ignore).unrelated == ()


def test_answers_that_are_too_long_are_left_out() -> None:
    long = make_labelled("a2", answer="Bricks. " * MAX_ANSWER_CHARACTERS)
    done: list[int] = []
    measured = measure_answers([make_labelled(), long], VERIFIER, on_done=done.append)
    assert (len(measured.answers), measured.too_long, done) == (1, 1, [1])
