import re

from eval.verifier.page import render_page
from eval.verifier.run import VerifierRun
from tests.eval.pages.reading import Reading
from tests.eval.verifier.judged import make_answers
from tests.eval.verifier.test_run import measure


def render(count: int = 6) -> str:
    answers = make_answers(count)
    return render_page(VerifierRun(measure(answers), tuple(answers)))


def test_the_page_is_whole() -> None:
    read = Reading(render())
    assert (read.open, read.wrong) == ([], [])


def test_it_needs_nothing_from_anywhere() -> None:
    page = render()
    assert not re.search(r"https?://|src=|url\(|@import|<script|<link", page)
    assert "prefers-color-scheme: dark" in page


def test_figures_curves_tables_and_misses_are_on_it() -> None:
    page = render()
    for text in ("How to read this", "ROC", "Reliability", "Claims at other base rates", "Overlooked"):
        assert text in page
    assert page.count("<article>") == 6
    assert '<tr class="main">' in page


def test_at_most_twenty_misses_are_shown() -> None:
    assert render(60).count("<article>") == 20


def test_the_same_run_makes_the_same_page() -> None:
    assert render() == render()
