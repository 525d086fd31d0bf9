from dataclasses import replace

import pytest

from answer.decision import Status
from eval.case import CaseKind, LabelledSpan, RecordedAnswer
from eval.runs.figures import PastFigures
from eval.runs.metrics import measure
from eval.runs.outcome import CaseOutcome
from eval.runs.page.cases import SHOWN, worst_first
from eval.runs.page.page import render_page
from eval.runs.run import Run
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run
from verify.grounding.verdict import EvidenceSpan

HOSTILE = "</script><img src=x onerror=alert(1)> \" ' & <b>"
LEAK = (replace(make_claim(marked=True), evidence=(EvidenceSpan(0, 0, 7),)),)


def render(*outcomes: CaseOutcome, past: int = 0) -> str:
    run = make_run(outcomes)
    figures = measure(run.outcomes)
    return render_page(run, figures, [PastFigures(str(n), run.started_at, figures) for n in range(past)])


def make_leak(key: str = "h1") -> CaseOutcome:
    outcome = make_outcome(
        key,
        hallucinated=True,
        claims=LEAK,
        draft="Refunds take 14 days.",
        text="Refunds take 14 days.",
        contexts=("Refunds are rare.",),
        chat_model="llama",
    )
    recorded = RecordedAnswer("Refunds take 14 days.", "llama", True, (LabelledSpan(8, 20),))
    return replace(outcome, case=replace(outcome.case, recorded=recorded, labels={"task": "QA"}))


def test_a_leak_is_shown_with_its_marks_and_its_evidence() -> None:
    page = render(make_leak(), make_outcome("c1", hallucinated=False, claims=(make_claim(marked=False),)))
    assert '<span class="supported" title="supported, 0.90, released">Refunds</span>' in page
    assert '<span class="none labelled" title="no claim">take 14 days</span>' in page
    assert '<span class="cited" title="what a claim was held against">Refunds</span>' in page
    assert 'data-what="leak"' in page
    assert 'data-labels="task: QA"' in page


def test_nothing_that_somebody_wrote_becomes_markup() -> None:
    outcome = replace(make_leak(HOSTILE), draft=HOSTILE, text=HOSTILE, contexts=(HOSTILE,), error=None)
    case = replace(outcome.case, question=HOSTILE, labels={HOSTILE: HOSTILE})
    page = render(replace(outcome, case=case), make_outcome("e", None, error=HOSTILE))
    assert "<img" not in page
    assert page.count("</script>") == 1


def test_the_page_fetches_nothing() -> None:
    page = render(make_leak(), past=3)
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
    assert "<link" not in page
    assert "@import" not in page


@pytest.mark.parametrize(
    "outcomes",
    [
        [make_outcome("one")],
        [make_outcome("e", None, error="broken", score=None, claims=())],
        [make_outcome("u", Status.ABSTAINED, kind=CaseKind.UNANSWERABLE)],
        [make_leak()],
    ],
)
def test_whatever_is_there_to_see_is_shown(outcomes: list[CaseOutcome]) -> None:
    page = render(*outcomes)
    assert page.startswith("<!doctype html>")
    assert page.count('<article class="case"') == len(outcomes)


def test_a_trend_needs_two_runs() -> None:
    assert "<h2>Trend</h2>" not in render(make_leak(), past=1)
    assert "<h2>Trend</h2>" in render(make_leak(), past=2)


def test_the_worst_come_first_and_the_rest_is_counted() -> None:
    fine = [make_outcome(f"c{number}") for number in range(SHOWN + 5)]
    broken = make_outcome("e", None, error="broken")
    run: Run = make_run([*fine, make_leak(), broken])

    assert [outcome.case.id for outcome in worst_first(run.outcomes)[:2]] == ["e", "h1"]
    page = render(*run.outcomes)
    assert page.count('<article class="case"') == SHOWN
    assert "7 more are left out of this page." in page


def test_a_draft_that_is_no_recording_has_no_marks() -> None:
    unmarked = replace(make_leak(), claims=(make_claim(marked=None),))
    assert "take 14 days</span>" not in render(unmarked)
