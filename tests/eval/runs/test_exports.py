"""Markdown, JUnit XML and JSON of a run."""

import json
from xml.etree import ElementTree as ET

from answer.decision import Status
from eval.case import CaseKind
from eval.runs.gate import judge_gate
from eval.runs.junit import render_junit
from eval.runs.markdown import render_markdown
from eval.runs.metrics import measure
from eval.runs.run import Run
from eval.runs.score import Failure
from eval.runs.suite import GateSpec
from eval.runs.table import describe_run
from tests.eval.runs.outcomes import make_claim, make_outcome, make_run
from tests.eval.runs.scores import make_scored, make_scored_run

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


def make_judged_run() -> Run:
    late = (Failure.JUDGE_TIMEOUT,)
    return make_scored_run(make_scored("a", 0.5, 1.0), make_scored("b", failures=late))


def test_markdown_shows_scores_beside_the_figures_and_counts_what_has_none() -> None:
    run = make_judged_run()
    lines = render_markdown(run, measure(run.outcomes), judge_gate(run)).splitlines()
    assert "| faithfulness | 0.750 [0.75–0.75] n=1 |" in lines
    assert "- faithfulness at balanced has no value for 1 cases: 1 judge\\_timeout" in lines


def test_junit_has_the_figures_of_ragas_and_the_score_of_each_case() -> None:
    run = make_judged_run()
    root = ET.fromstring(render_junit(run, judge_gate(run)))  # noqa: S314  # made a line above
    (suite,) = root
    (value,) = suite.findall("properties/property[@name='faithfulness']")
    assert value.get("value") == "0.750 [0.75–0.75] n=1"
    scores = [one.get("value") for one in suite.findall("testcase/properties/property")]
    assert scores == ["0.75 ±0.35", "judge_timeout"]
    assert not ET.fromstring(render_junit(make_bad_run(), judge_gate(make_bad_run()))).findall(".//property")  # noqa: S314


def test_json_counts_what_has_no_value_by_reason() -> None:
    run = make_judged_run()
    described = describe_run(run, measure(run.outcomes), judge_gate(run))
    assert json.loads(json.dumps(described))["unscored"] == [
        {"metric": "faithfulness", "at": "balanced", "scored": 1, "reasons": {"judge_timeout": 1}}
    ]
