"""What a tracker is told of a run."""

import json
import re
from dataclasses import replace

import pytest

from eval.errors import ExportError
from eval.runs.export import describe_export
from eval.runs.gate import judge_gate
from eval.runs.metrics import measure
from eval.runs.suite import GateSpec
from tests.eval.runs.outcomes import make_outcome, make_run

# What MLflow allows in the names of metrics and parameters.
ALLOWED = re.compile(r"[\w./: -]{1,250}")
RUN = make_run(
    [make_outcome("c1"), make_outcome("c2", None, error="broken")],
    gates=[GateSpec(metric="error_rate", at_most=0.1)],
)
FIGURES = measure(RUN.outcomes)


def test_every_figure_is_told_with_its_interval_and_sample() -> None:
    found = describe_export(RUN, FIGURES, judge_gate(RUN), [])

    error = next(figure.measure for figure in FIGURES if figure.metric == "error_rate")
    assert error is not None
    told = [found.metrics[f"balanced/error_rate{part}"] for part in ("", ".low", ".high", ".n")]
    assert told == [0.5, error.low, error.high, 2.0]
    assert {name.split("/")[1].split(".")[0] for name in found.metrics} == {
        figure.metric for figure in FIGURES
    }
    assert all(ALLOWED.fullmatch(name) for name in [*found.metrics, *found.params, *found.tags])


def test_what_decided_the_figures_is_told_and_the_reports_come_along() -> None:
    found = describe_export(RUN, FIGURES, judge_gate(RUN), [])

    assert found.finished - found.started == 60_000
    assert (found.params["fingerprint.code"], found.params["cases"]) == ("code", "2")
    assert (found.tags["plumbline.run"], found.tags["plumbline.gate"]) == ("aaaa", "failed")
    assert "collection" not in found.params
    assert json.loads(found.files["figures.json"])["run"] == "aaaa"
    assert found.files["report.md"].startswith("### Plumbline: `refunds` ❌ failed")
    assert "<html" in found.files["report.html"]


def test_a_run_that_was_interrupted_is_not_exported() -> None:
    run = replace(RUN, finished_at=None)
    with pytest.raises(ExportError, match="run aaaa was interrupted: run suite refunds again"):
        describe_export(run, FIGURES, judge_gate(run), [])
