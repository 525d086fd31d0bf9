"""Markdown and JUnit XML of a run."""

from xml.etree import ElementTree as ET

from answer.decision import Status
from eval.case import CaseKind
from eval.runs.gate import judge_gate
from eval.runs.junit import render_junit
from eval.runs.markdown import render_markdown
from eval.runs.metrics import measure
from eval.runs.run import Run
from eval.runs.suite import GateSpec
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run

LEAK = (make_claim(marked=True),)
HOSTILE = "c|1 <script>alert(1)</script> *x* \x00"
GATE = GateSpec(metric="leak_rate", at_most=0.1)


def make_bad_run() -> Run:
    outcomes = [
        make_outcome(HOSTILE, hallucinated=True, claims=LEAK),
        make_outcome("u", kind=CaseKind.UNANSWERABLE),
        make_outcome("e", None, error="broken"),
        make_outcome("r", Status.ABSTAINED, kind=CaseKind.ANSWERABLE),
    ]
    return make_run(outcomes, gates=[GATE])


def test_the_verdict_comes_first_and_figures_follow() -> None:
    run = make_bad_run()
    lines = render_markdown(run, measure(run.outcomes), judge_gate(run)).splitlines()

    assert lines[0] == "### Plumbline: `refunds` ❌ failed"
    assert lines[2].startswith("- ❌ balanced: leak\\_rate must be at most 0.1")
    assert "| leak_rate | 100.0% [21–100] n=1 |" in lines


def test_cases_that_got_worse_are_folded_away_and_escaped() -> None:
    before = make_run([make_outcome(HOSTILE, hallucinated=True)], key="bbbb")
    run = make_run([make_outcome(HOSTILE, hallucinated=True, claims=LEAK)])
    text = render_markdown(run, measure(run.outcomes), judge_gate(run, before))

    assert "<details><summary>1 cases got worse</summary>" in text
    assert "<script>" not in text
    row = next(line for line in text.splitlines() if line.startswith("| c\\|"))
    assert row.replace("\\|", "").count("|") == 5
    assert row.endswith("| answered | answered, leaked |")


def test_junit_has_a_test_per_check_and_case() -> None:
    run = make_bad_run()
    root = ET.fromstring(render_junit(run, judge_gate(run)))  # noqa: S314  # made a line above
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("5", "3", "1")
    failed = [test.get("name") for test in suite if test.find("failure") is not None]
    assert failed[1:] == [HOSTILE.replace("\x00", "\ufffd"), "u"]
    (broken,) = (test for test in suite if test.find("error") is not None)
    assert broken.find("error").get("message") == "broken"  # type: ignore[union-attr]
