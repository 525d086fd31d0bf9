"""What holds of the process as a whole, so each test has one of its own."""

from pathlib import Path

import pytest

from tests.eval.ragas_adapter.test_library import WATCH, run

pytestmark = pytest.mark.integration

# MLflow reports what is done with it from a thread, which asks its makers first what they want to know.
USE = """
import time, mlflow
from mlflow.telemetry.events import CreateExperimentEvent
from mlflow.telemetry.track import _record_event
_record_event(CreateExperimentEvent, {})
time.sleep(1)
"""
OURS = "import eval.runs.mlflow_library\n"
WITHOUT_MLFLOW = "import sys; sys.modules['mlflow'] = None\n"


def test_mlflow_left_alone_reports_its_use(tmp_path: Path) -> None:
    # Otherwise the next test would prove nothing.
    found = run(WATCH + USE, home=tmp_path)
    assert "reached out" in found.stdout, found.stderr
    assert list(tmp_path.rglob("telemetry.json"))


def test_through_us_nothing_is_reported_and_no_id_is_kept(tmp_path: Path) -> None:
    found = run(WATCH + OURS + USE, home=tmp_path)
    assert (found.returncode, found.stdout) == (0, ""), found.stderr
    assert list(tmp_path.rglob("*")) == []


def test_without_mlflow_exporting_is_one_clear_error(tmp_path: Path) -> None:
    found = run(WITHOUT_MLFLOW + "import eval.runs.export, eval.runs.mlflow_tracker", home=tmp_path)
    assert found.stderr.splitlines()[-1] == (
        "eval.errors.MlflowMissingError: this needs mlflow: pip install 'plumbline[mlflow]'"
    )


def test_the_command_line_imports_no_mlflow(tmp_path: Path) -> None:
    found = run("import sys, api.cli; print('mlflow' in sys.modules)", home=tmp_path)
    assert found.stdout == "False\n"
