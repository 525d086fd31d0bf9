"""Real MLflow over a SQLite file, and what it says of places that it cannot use."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import ExportError
from eval.runs.export import RunExport
from eval.runs.mlflow_library import MlflowClient, Run
from eval.runs.mlflow_tracker import export_to_mlflow, hide_secrets

pytestmark = [
    pytest.mark.integration,
    # MLflow's tables use what SQLAlchemy 2.1 wants gone.
    pytest.mark.filterwarnings("ignore:The ``noload`` loader strategy"),
]

EXPORT = RunExport(
    id="e9ab3c170822",
    suite="refunds",
    started=1_000,
    finished=61_000,
    metrics={f"balanced/metric_{number}": number / 7 for number in range(1_100)},
    params={"fingerprint.code": "c" * 64},
    tags={"plumbline.run": "e9ab3c170822"},
    files={"report.html": "<p>Grüße</p>"},
)


@pytest.fixture
def uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    # MLflow puts the files of a run beside a SQLite store into the working folder.
    monkeypatch.chdir(tmp_path)
    return f"sqlite:///{tmp_path / 'mlflow.db'}"


def runs_of(uri: str, experiment: str) -> list[Run]:
    client = MlflowClient(tracking_uri=uri)
    found = client.get_experiment_by_name(experiment)
    return list(client.search_runs([found.experiment_id])) if found else []


def test_a_run_is_exported_once_and_an_export_that_stopped_half_way_is_finished(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(MlflowClient, "log_text", interrupt)
        with pytest.raises(KeyboardInterrupt):
            export_to_mlflow(EXPORT, uri=uri, experiment=None)
    (half,) = runs_of(uri, "refunds")
    assert half.info.status == "RUNNING"

    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    first = export_to_mlflow(EXPORT, uri=None, experiment=None)
    assert first.uri == uri
    again = export_to_mlflow(replace(EXPORT, metrics={"balanced/other": 1.0}), uri=uri, experiment=None)
    assert (first.run, first.is_new) == (half.info.run_id, True)
    assert again == replace(first, is_new=False)

    (run,) = runs_of(uri, "refunds")
    assert (run.info.run_name, run.info.status, run.info.end_time) == ("e9ab3c170822", "FINISHED", 61_000)
    assert run.data.metrics == EXPORT.metrics
    assert run.data.params == EXPORT.params
    client = MlflowClient(tracking_uri=uri)
    assert len(client.get_metric_history(first.run, "balanced/metric_3")) == 1
    assert [file.path for file in client.list_artifacts(first.run)] == ["report.html"]

    export_to_mlflow(EXPORT, uri=uri, experiment="release 2")
    assert len(runs_of(uri, "release 2")) == 1


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://ada:hunter2@127.0.0.1/x", "unsupported URI 'ftp://ada:\\*\\*\\*@127.0.0.1/x'"),
        ("http://[ada:hunter2@x", r"MLflow at \*\*\* cannot take the run: Invalid IPv6 URL"),
    ],
)
def test_a_place_that_cannot_be_used_is_one_line_without_the_password(address: str, said: str) -> None:
    with pytest.raises(ExportError, match=said) as raised:
        export_to_mlflow(EXPORT, uri=address, experiment=None)
    assert "hunter2" not in str(raised.value)
    assert (raised.value.__cause__, "\n" in str(raised.value)) == (None, False)


def test_passwords_are_hidden_wherever_an_address_holds_them() -> None:
    uri = "postgresql://ada:p%40ss@db/x?sslmode=require&sslpassword=s3cret"
    said = f"{uri} refused p@ss and s3cret"
    hidden = "postgresql://ada:***@db/x?sslmode=require&sslpassword=*** refused *** and ***"
    assert hide_secrets(said, uri) == hidden
    assert hide_secrets("http://127.0.0.1:5000", "http://127.0.0.1:5000") == ("http://127.0.0.1:5000")
