"""`plumbline eval export`; what MLflow makes of a run is tested where it is called."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from eval.runs.metrics import measure
from eval.runs.store import FILE, RunStore
from tests.eval.runs.outcomes import make_outcome, make_run

pytestmark = [
    pytest.mark.integration,
    # MLflow's tables use what SQLAlchemy 2.1 wants gone.
    pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy"),
]

RUN = make_run([make_outcome("c1"), make_outcome("c2")])


def export(folder: Path, *args: str) -> Result:
    tools = Toolbox(load_settings=lambda: Settings(data_dir=folder))
    return CliRunner().invoke(app, ["eval", "export", *args], obj=tools)


def store_run(folder: Path, *, finished: bool) -> str:
    store = RunStore.open(folder / FILE)
    run = store.start(RUN.suite, RUN.fingerprints)
    for position, outcome in enumerate(RUN.outcomes):
        store.keep(run, position, outcome.case.id, outcome)
    if finished:
        store.finish(run, measure(RUN.outcomes))
    store.close()
    return run


def test_a_stored_run_is_exported_once(tmp_path: Path) -> None:
    run = store_run(tmp_path, finished=True)
    uri = f"sqlite:///{tmp_path / 'mlflow.db'}"
    told = json.loads(export(tmp_path, "refunds", "--mlflow", uri, "--json").stdout)
    assert (told["run"], told["tracked"]["experiment"], told["tracked"]["is_new"]) == (run, "refunds", True)
    again = export(tmp_path, "refunds", "--mlflow", uri)
    assert again.stdout.startswith(f"run {run} was already in MLflow at {uri}: experiment refunds, run ")
    assert len(list(tmp_path.rglob("report.html"))) == 1


def test_a_place_that_does_not_take_the_run_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    store_run(tmp_path, finished=True)
    result = export(tmp_path, "refunds", "--mlflow", "ftp://ada:hunter2@127.0.0.1/x")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: MLflow at ftp://ada:***@127.0.0.1/x cannot take the run: ")
    assert (result.stderr.count("\n"), "hunter2" in result.output) == (1, False)


def test_an_interrupted_run_stays_here(tmp_path: Path) -> None:
    run = store_run(tmp_path, finished=False)
    result = export(tmp_path, run)
    assert result.exit_code == 1
    assert f"run {run} was interrupted" in result.stderr
    assert not list(tmp_path.glob("ml*"))
