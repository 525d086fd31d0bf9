from dataclasses import replace

import pytest

from eval.verifier.signals import measure_novelty
from tests.eval.verifier.judged import PASSAGE, SOUND, WRONG, make_labelled, open_fake_judge
from verify.grounding.verdict import Outcome, Verdict
from verify.grounding.words import content_stems

KNOWN = content_stems(PASSAGE)


class TestJudge:
    def test_a_claim_the_evidence_states_is_quiet_in_every_signal(self) -> None:
        judged = open_fake_judge().judge_one(make_labelled())
        (claim,) = judged.claims
        assert claim.verdict.verdict is Verdict.SUPPORTED
        signals = claim.signals
        assert (signals.entities, signals.numbers, signals.polarity, signals.novelty) == (0, 0, 0, 0.0)
        assert signals.cosine == pytest.approx(1, abs=1e-6)
        assert signals.coverage == 1
        assert not claim.unsupported

    def test_a_wrong_number_is_counted_and_its_label_lies_on_the_claim(self) -> None:
        judged = open_fake_judge().judge_one(make_labelled(answer=WRONG, spans=[(22, 26)]))
        (claim,) = judged.claims
        assert claim.is_flagged
        assert claim.signals.numbers == 1
        assert claim.signals.coverage < 1
        assert claim.unsupported

    def test_a_label_beside_a_claim_leaves_it_supported(self) -> None:
        answer = f"{SOUND} {WRONG}"
        judged = open_fake_judge().judge_one(make_labelled(answer=answer, spans=[(28, len(answer))]))
        assert [claim.unsupported for claim in judged.claims] == [False, True]

    def test_without_contexts_nothing_is_near(self) -> None:
        judged = open_fake_judge().judge_one(replace(make_labelled(), contexts=()))
        assert judged.verification.outcome is Outcome.NO_CONTEXTS
        assert [(claim.signals.cosine, claim.signals.novelty) for claim in judged.claims] == [(0.0, 1.0)]

    def test_each_answer_is_reported_and_timed(self) -> None:
        done: list[int] = []
        rows = [make_labelled("a1"), make_labelled("a2", answer=WRONG)]
        judged = open_fake_judge().judge(rows, on_done=done.append)
        assert [each.labelled for each in judged] == rows
        assert done == [1, 2]
        assert all(each.milliseconds > 0 for each in judged)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("The kiln fires bricks.", 0.0),
        ("The furnace melts glass.", 1.0),
        ("A kiln of glass.", 0.5),
        ("", 0.0),
    ],
)
def test_novelty_is_the_share_of_content_words_that_the_contexts_lack(text: str, share: float) -> None:
    assert measure_novelty(text, KNOWN) == share
