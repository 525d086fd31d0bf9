import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from answer.decision import DecisionReason, Status
from eval.case import CaseKind
from eval.runs.figures import PastFigures
from eval.runs.metrics import measure
from eval.runs.outcome import CaseOutcome
from eval.runs.page.page import MOST_BYTES, SHOWN, render_page
from eval.runs.run import Fingerprints, Run
from eval.runs.score import Failure
from tests.eval.pages.reading import Reading
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run
from tests.eval.runs.page.runs import HOSTILE, at_points, make_draft, make_hostile
from tests.eval.runs.scores import make_scored, make_scored_run
from verify.grounding.verdict import OperatingPoint

SOUND = make_outcome("sound", hallucinated=False, claims=(make_claim(marked=False),))
BROKEN = make_outcome("broken", None, error="connection refused", score=None, claims=(), milliseconds=0.0)
SECTIONS = ["Figures", "Trend", "Decisions", "Scores against labels", "Time", "Cases"]


def render(run: Run, *, past: int = 0) -> str:
    figures = measure(run.outcomes)
    earlier = [PastFigures(f"past{n}", run.started_at, figures) for n in range(past)]
    return render_page(run, figures, earlier)


def sections_of(page: str) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", page)


def cases_of(page: str) -> int:
    return page.count('<article class="case"')


class TestWhatIsOnIt:
    def test_all_sections_in_order_where_there_are_labels_and_earlier_runs(self) -> None:
        page = render(make_run([make_draft("d", leaked=True), SOUND]), past=2)
        assert sections_of(page) == SECTIONS

    def test_without_labels_and_earlier_runs_neither_curves_nor_trend(self) -> None:
        page = render(make_run([make_outcome("a", kind=CaseKind.ANSWERABLE), make_outcome("b")]))
        assert sections_of(page) == ["Figures", "Decisions", "Time", "Cases"]

    def test_one_case(self) -> None:
        page = render(make_run([make_draft("d", leaked=True)]))
        assert cases_of(page) == 1
        assert "1 case of cases.csv" in page

    def test_only_errors_leave_out_what_they_say_nothing_of(self) -> None:
        page = render(make_run([BROKEN, replace(BROKEN, case=replace(BROKEN.case, id="other"))]))
        assert sections_of(page) == ["Figures", "Decisions", "Cases"]
        assert "2 of 2 outcomes are errors" in page
        assert page.count("connection refused") == 2

    def test_three_operating_points_each_have_their_column_and_tables(self) -> None:
        page = render(at_points([make_draft("d", leaked=True), SOUND]), past=1)
        head = page[page.index('aria-label="Figures"') :]
        columns = re.findall(r'<th scope="col">(\w+)</th>', head)
        assert columns[:4] == ["metric", *OperatingPoint]
        assert re.findall(r"<h3>(\w+)</h3>", page) == ["Strict", "Balanced", "Lenient"]
        assert "so these are of the first, strict" in page
        assert cases_of(page) == 6

    def test_a_run_that_was_interrupted_before_its_first_case(self) -> None:
        run = replace(make_run([]), finished_at=None)
        page = render_page(run, ())
        assert sections_of(page) == []
        assert "This run was interrupted" in page


class TestSafety:
    @pytest.fixture
    def page(self) -> str:
        run = make_run([make_hostile(), make_hostile(status=None)])
        about = run.suite.model_copy(
            update={
                "about": HOSTILE,
                "collection": HOSTILE,
                "dataset": run.suite.dataset.model_copy(update={"path": HOSTILE}),
            }
        )
        prints = Fingerprints(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
        run = replace(run, suite=about, fingerprints=prints, id=HOSTILE)
        past = PastFigures(HOSTILE.swapcase(), run.started_at, measure(run.outcomes))
        return render_page(run, measure(run.outcomes), [past])

    def test_no_text_becomes_markup(self, page: str) -> None:
        read = Reading(page)
        assert (read.open, read.wrong) == ([], [])
        assert not read.tags & {"img", "b-", "iframe", "object", "embed", "link", "base"}
        assert not [name for name in read.attributes if name.startswith("on") or name in ("src", "href")]
        assert page.count("<script") == page.count("</script>") == 1

    def test_texts_are_there_to_read_with_their_control_characters_replaced(self, page: str) -> None:
        shown = "</script><img src=x onerror=alert(1)> \" ' & <b> \ufffd\ufffd\ufffd\ufffd\u202e --> ]]>"
        assert "".join(Reading(page).texts).count(shown) >= 10
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", page)
        assert page.encode()

    def test_nothing_is_fetched(self, page: str) -> None:
        markup = re.sub(r"<script>.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
        assert not re.search(r"https?://|<link|<iframe", markup)
        assert not re.search(r"url\(|@import|fetch\(|XMLHttp|import\(", page)
        assert "default-src &#x27;none&#x27;" in page


class TestSize:
    def test_of_many_cases_the_worst_are_embedded_and_the_rest_is_counted(self) -> None:
        fine = [make_outcome(f"c{number}") for number in range(SHOWN + 5)]
        page = render(make_run([*fine, make_draft("leak", leaked=True)]))
        assert cases_of(page) == SHOWN
        assert "Here are 200; 6 that are less bad are left out." in page
        assert page.index('data-fault="leak"') < page.index('data-fault="no fault known"')

    def test_a_thousand_outcomes_are_a_small_page_in_no_time(self) -> None:
        run = make_run([make_long(number) for number in range(1_000)])
        figures = measure(run.outcomes, ["leak_rate"])
        started = time.process_time()
        page = render_page(run, figures)
        assert time.process_time() - started < 2
        assert len(page.encode()) < 6_000_000
        assert cases_of(page) > 100

    def test_enormous_texts_are_cut(self) -> None:
        wide = "漢字かな " * 100_000
        outcome = make_draft("d", leaked=True)
        claim = replace(outcome.claims[0], end=len(wide), reasons=(wide,) * 50)
        enormous = replace(
            outcome,
            case=replace(outcome.case, question=wide, reference=wide, labels={wide: wide}),
            draft=wide,
            text=wide * 2,
            claims=(claim,),
            contexts=(wide,) * 300,
        )
        many = [replace(enormous, case=replace(enormous.case, id=str(number))) for number in range(150)]
        page = render_page(make_run(many), ())
        assert 10 < cases_of(page) < 150
        assert len(page.encode()) < MOST_BYTES + 200_000
        assert " that are less bad are left out." in page


def make_long(number: int) -> CaseOutcome:
    """Return a labelled draft of 20 claims over 8 passages."""
    sentence = f"Refund number {number} takes fourteen working days and more. "
    ends = [place * len(sentence) for place in range(21)]
    claims = tuple(
        replace(make_claim(marked=start == 0), start=start, end=end - 1) for start, end in pairwise(ends)
    )
    reason = DecisionReason.UNSUPPORTED_CLAIMS
    outcome = make_outcome(f"c{number}", Status.REPAIRED, reason=reason, hallucinated=True, claims=claims)
    return replace(outcome, draft=sentence * 20, text=sentence * 15, contexts=(sentence * 15,) * 8)


def test_the_page_is_well_formed_and_the_same_every_time() -> None:
    run = at_points([make_draft("d", leaked=True), make_draft("r", leaked=False), SOUND, BROKEN])
    page = render(run, past=3)
    read = Reading(page)
    assert (read.open, read.wrong) == ([], [])
    assert page == render(run, past=3)


def test_all_cases_can_be_read_without_the_script() -> None:
    page = render(make_run([make_draft("d", leaked=True), SOUND]))
    article = page[page.index("<article") :]
    assert "hidden" not in article[: article.index("</article>")]
    assert re.search(r'<form id="filters"[^>]* hidden="hidden"', page)


def test_scores_of_ragas_are_told_with_their_judge_their_gaps_and_beside_each_case() -> None:
    late = (Failure.JUDGE_TIMEOUT,)
    page = render(make_scored_run(make_scored("a", 0.5, 1.0), make_scored("b", failures=late)))
    assert sections_of(page) == ["Figures", "Scores of ragas", "Decisions", "Time", "Cases"]
    assert "faithfulness, judged by judge-1, 2 times each" in page
    assert '<th scope="col"><span title="the judge took longer than it may">judge timeout</span></th>' in page
    assert "faithfulness<small>balanced</small></th><td>1</td><td>1</td>" in page
    assert "faithfulness 0.75 ±0.35" in page
    assert "faithfulness judge_timeout" in page
    assert "0.750<small>[0.75–0.75] <span>n=1</span></small>" in page
