from dataclasses import replace

from eval.pages.markup import join
from eval.runs.metrics import measure
from eval.runs.page.head import draw_head, draw_tiles
from eval.runs.run import Run
from eval.runs.suite import EvidenceMode
from tests.eval.runs.outcomes import make_outcome, make_run
from tests.eval.runs.page.runs import at_points, make_draft

RUN = make_run([make_draft("a", leaked=True), make_draft("b", leaked=False)])


def head_of(run: Run) -> str:
    return join(*draw_head(run)).text


def with_suite(**changes: object) -> Run:
    return replace(RUN, suite=RUN.suite.model_copy(update=changes))


def test_it_says_what_was_run() -> None:
    text = head_of(RUN)
    for said in (
        "<h1>refunds</h1>",
        "<dd>2 cases of cases.csv</dd>",
        "<dd>extractive: llama</dd>",
        "<dd>balanced</dd>",
        "<dd>aaaa, 26 November 2026, 08:00 UTC, 60 s</dd>",
        "<code>configuratio</code>",
    ):
        assert said in text
    assert "warning" not in text


def test_what_a_service_says_of_itself_is_told_whole() -> None:
    made_with = replace(RUN.fingerprints, configuration="service http://127.0.0.1:8000", prompt="")
    text = head_of(replace(RUN, fingerprints=made_with))
    assert "<code>service http://127.0.0.1:8000</code>" in text
    assert "prompt" not in text


def test_evidence_is_as_given_or_found_in_a_place() -> None:
    assert "as given with each case" in head_of(with_suite(evidence=EvidenceMode.GIVEN))
    assert "found by search in docs" in head_of(with_suite(documents="docs"))
    assert "found by search in the documents of the data set" in head_of(RUN)


def test_long_runs_are_told_in_minutes_and_interrupted_ones_have_no_length() -> None:
    assert "08:00 UTC, 90 min" in head_of(replace(RUN, finished_at="2026-11-26T09:30:00+00:00"))
    assert "08:00 UTC</dd>" in head_of(replace(RUN, finished_at=None))


def test_errors_are_a_warning() -> None:
    run = make_run([*RUN.outcomes, make_outcome("e", None, error="broken")])
    assert "1 of 3 outcomes are errors" in head_of(run)


def test_of_many_chat_models_some_are_named() -> None:
    named = [replace(make_outcome(str(number)), chat_model=f"m{number:02}") for number in range(20)]
    assert "m06, m07, 12 more" in head_of(make_run(named))


class TestTiles:
    def test_the_first_operating_point_is_large_and_the_others_are_lines(self) -> None:
        run = at_points([make_draft("a", leaked=True), make_draft("b", leaked=False)])
        text = join(*draw_tiles(measure(run.outcomes, ["leak_rate"]))).text
        assert text.count('class="tile"') == 1
        assert "<span>leak rate, strict</span><strong>50.0%</strong>" in text
        assert text.count('class="other"') == 2
        assert "lenient <b>50.0%</b>" in text

    def test_figures_that_are_no_headlines_or_have_no_value_have_none(self) -> None:
        run = make_run([make_outcome("a")])
        assert list(draw_tiles(measure(run.outcomes, ["answered_rate", "leak_rate"]))) == []
