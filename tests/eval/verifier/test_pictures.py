from eval.pages.markup import join
from eval.verifier.pictures import draw_pictures
from eval.verifier.run import VerifierRun
from eval.verifier.signals import JudgedAnswer
from tests.eval.verifier.judged import make_answers
from tests.eval.verifier.test_run import measure


def draw(answers: list[JudgedAnswer]) -> str:
    return join(*draw_pictures(VerifierRun(measure(answers), tuple(answers)))).text


def test_there_are_three_pictures_with_the_shipped_decision_marked() -> None:
    text = draw(make_answers())
    assert text.count("<svg") == 3
    assert text.count('class="dot"') == 2
    assert "all, as shipped" in text


def test_flagging_everything_is_no_curve() -> None:
    assert "flag everything" not in draw(make_answers())


def test_one_kind_of_answers_can_only_show_its_reliability() -> None:
    text = draw(make_answers()[1:3])
    assert text.count("<svg") == 1
    assert "Reliability" in text
