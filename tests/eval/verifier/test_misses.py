from dataclasses import replace

from eval.pages.markup import join
from eval.verifier.misses import find_false_alarms, find_overlooked, paint_answer, render_miss
from tests.eval.verifier.judged import MESSAGE, SOUND, WRONG, make_claim, make_judged, make_labelled

OVERLOOKED = [
    make_judged(make_labelled(str(score), spans=[(22, 26)]), score=score / 100) for score in range(90, 70, -1)
]
ALARMS = [make_judged(make_labelled(str(score)), score=score / 100) for score in range(10, 30)]


def paint(*, spans: list[tuple[int, int]]) -> str:
    labelled = make_labelled(answer=f"{SOUND} {WRONG}", spans=spans)
    judged = make_judged(labelled, make_claim(SOUND), make_claim(WRONG, start=28, score=0.1))
    return join(*paint_answer(judged)).text


def test_overlooked_are_the_hallucinated_ones_held_most_likely_grounded() -> None:
    found = find_overlooked([*ALARMS, *OVERLOOKED[::-1]])
    assert [judged.labelled.id for judged in found] == [str(score) for score in range(90, 80, -1)]


def test_false_alarms_are_the_sound_ones_held_most_likely_hallucinated() -> None:
    found = find_false_alarms([*OVERLOOKED, *ALARMS[::-1]])
    assert [judged.labelled.id for judged in found] == [str(score) for score in range(10, 20)]


class TestPaintAnswer:
    def test_each_claim_has_the_colour_of_its_verdict(self) -> None:
        assert paint(spans=[]) == (
            f'<span class="supported" title="supported, 0.90">{SOUND}</span> '
            f'<span class="contradicted" title="contradicted, 0.10">{WRONG}</span>'
        )

    def test_a_label_is_underlined_inside_a_claim_and_between_claims(self) -> None:
        painted = paint(spans=[(22, 28), (50, 54)])
        assert '<span class="supported labelled" title="supported, 0.90">1902.</span>' in painted
        assert '<span class="none labelled" title="no claim"> </span>' in painted
        assert '<span class="contradicted labelled" title="contradicted, 0.10">1950</span>' in painted


class TestRenderMiss:
    def test_the_answer_stands_with_its_reasons_and_contexts(self) -> None:
        judged = make_judged(make_labelled(answer=WRONG), make_claim(WRONG, score=0.1), score=0.1)
        text = render_miss(judged).text
        assert "judged 90% likely hallucinated" in text
        assert f"<li>{MESSAGE}</li>" in text
        assert "The kiln was built in 1902. It fires clay" in text
        assert "When was the kiln built?" in text

    def test_an_answer_can_do_without_question_and_claims(self) -> None:
        judged = make_judged(replace(make_labelled(answer="Hi"), question=None))
        assert '<p class="answer">Hi</p>' in render_miss(judged).text

    def test_no_text_can_become_markup(self) -> None:
        hostile = "<script>alert(1)</script>"
        labelled = replace(
            make_labelled(answer=hostile), question=hostile, contexts=(hostile,), model=hostile
        )
        assert "<script>" not in render_miss(make_judged(labelled, make_claim(hostile))).text
