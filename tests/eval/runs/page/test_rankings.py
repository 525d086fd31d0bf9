from eval.pages.markup import join
from eval.runs.page.rankings import ONE_KIND, draw_rankings
from eval.runs.run import Run
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run
from tests.eval.runs.page.runs import at_points, make_draft

SOUND = make_outcome("sound", hallucinated=False, score=0.95, claims=(make_claim(marked=False, score=0.9),))


def draw(run: Run) -> str:
    return join(*draw_rankings(run)).text


def test_claims_and_answers_are_ranked_and_their_calibration_errors_named() -> None:
    text = draw(make_run([make_draft("d", leaked=True), SOUND]))
    assert text.count("<svg") == 3
    assert text.count('class="curve series-1"') == text.count('class="curve shipped"') == 3
    assert "answers 0.275" in text
    assert "claims 0.177" in text


def test_each_level_has_its_own_base_rate() -> None:
    text = draw(make_run([make_draft("d", leaked=True), SOUND]))
    assert text.count('class="curve guide series-1"') == text.count('class="curve guide shipped"') == 1


def test_only_the_first_operating_point_is_drawn() -> None:
    outcomes = [make_draft("d", leaked=True), SOUND]
    three = draw(at_points(outcomes))
    assert "so these are of the first, strict" in three
    assert three.replace("first, strict", "first, balanced") == draw(make_run(outcomes))


def test_where_all_is_sound_only_reliability_can_be_seen() -> None:
    text = draw(make_run([SOUND]))
    assert ONE_KIND in text
    assert text.count("<svg") == 1


def test_without_labels_there_is_nothing() -> None:
    assert draw(make_run([make_outcome("a")])) == ""
