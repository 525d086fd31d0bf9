"""Puts a run into an MLflow experiment, once: what is there already is found by the tag with our run's id."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from sqlalchemy.exc import SQLAlchemyError

from eval.errors import ExportError
from eval.runs.export import RUN_TAG, RunExport
from eval.runs.mlflow_library import (
    Metric,
    MlflowClient,
    MlflowException,
    Param,
    Run,
    RunTag,
    get_tracking_uri,
)
from retrieval.slices import slices

# The most that one request of MLflow may carry.
METRICS_AT_ONCE = 1000
FINISHED = "FINISHED"
HIDDEN = "***"
SECRET_NAMES = ("pass", "secret", "token", "key")


@dataclass(frozen=True, slots=True)
class Tracked:
    """Where a run lies in MLflow; `uri` without passwords. `is_new` is false when it was there already."""

    uri: str
    experiment: str
    run: str
    is_new: bool


def export_to_mlflow(run: RunExport, *, uri: str | None, experiment: str | None) -> Tracked:
    """Write the run into an experiment, that of its suite unless one is named.

    Without a `uri`, MLFLOW_TRACKING_URI or MLflow's own default holds. An export that stopped half-way is
    finished by the next one.

    Raises:
        ExportError: MLflow cannot be reached, or does not take the run; the message has no password.
    """
    place, name = uri or get_tracking_uri(), experiment or run.suite
    with _translated(place):
        client = MlflowClient(tracking_uri=place)
        there = _find_or_make_experiment(client, name)
        found = _find_run(client, there, run)
        if found is not None and found.info.status == FINISHED:
            return Tracked(hide_secrets(place, place), name, found.info.run_id, is_new=False)
        made = found or client.create_run(there, start_time=run.started, tags=dict(run.tags), run_name=run.id)
        _write(client, made.info.run_id, run)
        return Tracked(hide_secrets(place, place), name, made.info.run_id, is_new=True)


def hide_secrets(text: str, uri: str) -> str:
    """Return the text without the password of the URI, and without what its query says of that kind."""
    for secret in sorted(_secrets(uri), key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def _find_or_make_experiment(client: MlflowClient, name: str) -> str:
    found = client.get_experiment_by_name(name)
    return str(found.experiment_id if found else client.create_experiment(name))


def _find_run(client: MlflowClient, experiment: str, run: RunExport) -> Run | None:
    found = client.search_runs([experiment], f"tags.`{RUN_TAG}` = '{run.id}'", max_results=1)
    return found[0] if found else None


def _write(client: MlflowClient, key: str, run: RunExport) -> None:
    # The same time for all, so that writing it again after an interrupt adds nothing.
    metrics = [Metric(name, value, run.finished, 0) for name, value in run.metrics.items()]
    for part in slices(metrics, size=METRICS_AT_ONCE):
        client.log_batch(key, metrics=part)
    client.log_batch(
        key,
        params=[Param(name, value) for name, value in run.params.items()],
        tags=[RunTag(name, value) for name, value in run.tags.items()],
    )
    for name, text in run.files.items():
        client.log_text(key, text, name)
    client.set_terminated(key, FINISHED, end_time=run.finished)


@contextmanager
def _translated(uri: str) -> Iterator[None]:
    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError, ImportError, ValueError) as exc:
        said = " ".join(str(exc).split())
        # The cause may hold the password of the URI.
        raise ExportError(
            f"MLflow at {hide_secrets(uri, uri)} cannot take the run: {hide_secrets(said, uri)}"
        ) from None


def _secrets(uri: str) -> set[str]:
    try:
        parts = urlsplit(uri)
        password = parts.password or ""
    except ValueError:
        # No address, so nobody can say which part of it is the password.
        return {uri}
    query = {
        value for name, value in parse_qsl(parts.query) if any(word in name.lower() for word in SECRET_NAMES)
    }
    return {secret for secret in (password, unquote(password), *query) if secret}
