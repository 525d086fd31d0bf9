"""A finished run in the terms of an experiment tracker: metrics, parameters, tags and files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version

from pydantic_core import to_json

from eval.errors import ExportError
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.gate import GateResult
from eval.runs.markdown import render_markdown
from eval.runs.page.page import render_page
from eval.runs.run import Run
from eval.runs.table import describe_run

# The tag by which an export of the same run is found again.
RUN_TAG = "plumbline.run"


@dataclass(frozen=True, slots=True)
class RunExport:
    """What is exported of one run; times are milliseconds since 1970, `files` are texts by their name."""

    id: str
    suite: str
    started: int
    finished: int
    metrics: Mapping[str, float]
    params: Mapping[str, str]
    tags: Mapping[str, str]
    files: Mapping[str, str]


def describe_export(
    run: Run, figures: Sequence[MetricFigure], result: GateResult, history: Sequence[PastFigures]
) -> RunExport:
    """Return what a tracker is told of the run.

    Raises:
        ExportError: the run was interrupted, so its figures are not final.
    """
    if run.finished_at is None:
        raise ExportError(f"run {run.id} was interrupted: run suite {run.suite.name} again to finish it")
    return RunExport(
        id=run.id,
        suite=run.suite.name,
        started=_milliseconds(run.started_at),
        finished=_milliseconds(run.finished_at),
        metrics=dict(_metrics(figures)),
        params={name: value for name, value in _params(run) if value},
        tags={
            RUN_TAG: run.id,
            "plumbline.suite": run.suite.name,
            "plumbline.version": version("plumbline"),
            "plumbline.gate": ("passed" if result.passed else "failed") if result.checks else "none",
        },
        files={
            "report.html": render_page(run, figures, history),
            "report.md": render_markdown(run, figures, result),
            "figures.json": to_json(describe_run(run, figures, result), indent=2).decode(),
        },
    )


def _metrics(figures: Sequence[MetricFigure]) -> Iterator[tuple[str, float]]:
    """Yield each figure as `balanced/leak_rate`, and its interval and sample as `.low`, `.high` and `.n`."""
    for figure in figures:
        if figure.measure is None:
            continue
        name, measure = f"{figure.at}/{figure.metric}", figure.measure
        yield name, measure.value
        yield f"{name}.n", float(measure.sample)
        yield from (
            (f"{name}.{end}", bound)
            for end, bound in (("low", measure.low), ("high", measure.high))
            if bound is not None
        )


def _params(run: Run) -> Iterator[tuple[str, str]]:
    suite = run.suite
    yield "suite", suite.name
    yield "dataset", f"{suite.dataset.format} {suite.dataset.path or ''}".strip()
    yield "evidence", suite.evidence
    yield "documents", suite.documents or ""
    yield "collection", suite.collection or ""
    yield "chat_model", suite.chat_model
    yield "operating_points", ", ".join(suite.operating_points)
    yield "cases", str(len({outcome.case.id for outcome in run.outcomes}))
    yield from ((f"fingerprint.{name}", value) for name, value in asdict(run.fingerprints).items())


def _milliseconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp() * 1000)
