"""`plumbline eval run · list · compare · report · gate · trend`: suites, their runs, and what follows."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.bench import room_settings, show_steps
from api.commands.options import Key, Url
from api.commands.output import show, write_json
from api.commands.service_suites import run_on_service
from api.commands.toolbox import toolbox
from api.errors import FAILED, InvalidInputError

if TYPE_CHECKING:
    from api.settings import Settings
    from eval.ragas_adapter.suites import SuiteScoring
    from eval.runs.gate import GateResult
    from eval.runs.opening import OpenSuite
    from eval.runs.run import Run
    from eval.runs.running import Limits
    from eval.runs.store import RunStore

SuiteName = Annotated[
    str, typer.Argument(metavar="SUITE", help="A suite that comes along, or the path of a YAML file.")
]
RunName = Annotated[
    str, typer.Argument(metavar="RUN", help="The id of a run, or a suite for its latest one.")
]
OldRun = Annotated[str, typer.Argument(metavar="RUN_A", help="The run to compare with.")]
NewRun = Annotated[str, typer.Argument(metavar="RUN_B", help="The run that may be better or worse.")]
Baseline = Annotated[
    str | None, typer.Option("--baseline", metavar="RUN", help="Judge it against this run too.")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write a page that works offline.", dir_okay=False),
]
Markdown = Annotated[
    Path | None,
    typer.Option("--markdown", metavar="FILE", help="Write a text for a pull request.", dir_okay=False),
]
Junit = Annotated[
    Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML for CI.", dir_okay=False)
]
Frame = Annotated[
    Path | None,
    typer.Option(
        "--frame", metavar="FILE", help="Write a row per outcome, as .csv or .parquet.", dir_okay=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the figures as JSON for machines.")]
Concurrency = Annotated[
    int | None, typer.Option("--concurrency", metavar="N", min=1, max=64, help="Cases asked at a time.")
]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", metavar="USD", min=0, help="Stop once the run has cost this.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before a run that costs money.")]


Collection = Annotated[
    str | None,
    typer.Option("--collection", metavar="NAME", help="The collection of the service that is asked."),
]


@dataclass(frozen=True, slots=True)
class Files:
    """Where a run is written to, beside the terminal."""

    html: Path | None
    markdown: Path | None
    junit: Path | None


def run(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    suite: SuiteName,
    concurrency: Concurrency = None,
    max_cost: MaxCost = None,
    yes: Yes = False,
    baseline: Baseline = None,
    as_json: AsJson = False,
    html: Html = None,
    markdown: Markdown = None,
    junit: Junit = None,
    url: Url = None,
    key: Key = None,
    collection: Collection = None,
) -> None:
    """Run a suite, or what an interrupt left of it. Exit 1 when a gate fails.

    What was answered before with the same cases, documents, settings and program is not asked again; of a
    running service, whose settings nobody sees, every run asks anew.
    """
    from api.service_runs import open_service_run  # noqa: PLC0415  # keeps `--help` quick
    from eval.runs.running import Limits  # noqa: PLC0415  # as above
    from eval.runs.suite import find_suite  # noqa: PLC0415  # as above

    tools = toolbox(ctx)
    settings = tools.load_settings()
    files = Files(html, markdown, junit)
    _check_files(files)
    if collection is not None and not (url or settings.url):
        raise InvalidInputError("--collection is one of a service: give --url, or name it in the suite")
    limits = Limits(
        concurrency or settings.eval.concurrency,
        settings.eval.max_cost_usd if max_cost is None else max_cost,
    )
    with open_store(settings) as store:
        file = find_suite(suite)
        if url or settings.url:
            with tools.open_http(settings, url=url, key=key) as http:
                opened = open_service_run(http, file, collection=collection, data=settings.bench_data)
                finished = run_on_service(opened, store, limits=limits, agreed=yes)
        else:
            finished = run_suite(settings, store, file, limits=limits, agreed=yes)
        gate = judge(store, finished, baseline)
        write_run(store, finished, gate, files=files, as_json=as_json)
    if not gate.passed:
        raise typer.Exit(FAILED)


def list_runs(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """List the suites that come along, and the runs that are stored, the latest first."""
    from dataclasses import asdict  # noqa: PLC0415  # keeps `--help` quick

    from eval.runs.suite import list_suites  # noqa: PLC0415  # as above
    from eval.runs.table import render_runs, render_suites  # noqa: PLC0415  # as above

    with open_store(toolbox(ctx).load_settings()) as store:
        suites, runs = list_suites(), store.runs()
    if as_json:
        write_json({"suites": [one.name for one in suites], "runs": [asdict(one) for one in runs]})
    else:
        show(*render_suites(suites), *render_runs(runs))


def report(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    run: RunName,
    as_json: AsJson = False,
    html: Html = None,
    markdown: Markdown = None,
    junit: Junit = None,
    frame: Frame = None,
) -> None:
    """Show a stored run, or write it as a page, as Markdown, as JUnit XML or as a table for pandas."""
    from eval.ragas_adapter.frame import check_frame_file, write_frame  # noqa: PLC0415  # keeps `--help` quick

    files = Files(html, markdown, junit)
    _check_files(files)
    if frame is not None:
        check_frame_file(frame)
    with open_store(toolbox(ctx).load_settings()) as store:
        found = store.get(run)
        if frame is not None:
            write_frame(found.outcomes, frame)
        write_run(store, found, judge(store, found, None), files=files, as_json=as_json)


def compare(ctx: typer.Context, *, run_a: OldRun, run_b: NewRun) -> None:
    """Compare two runs: each metric with the interval of its difference, and the cases that changed."""
    from eval.runs.comparison import compare as compare_runs  # noqa: PLC0415  # keeps `--help` quick
    from eval.runs.table import render_comparison  # noqa: PLC0415  # as above

    with open_store(toolbox(ctx).load_settings()) as store:
        show(*render_comparison(compare_runs(store.get(run_a), store.get(run_b))))


def gate(ctx: typer.Context, *, run: RunName, baseline: Baseline = None) -> None:
    """Pass or fail a run by the gates of its suite, and against a baseline. Exit 1 when it fails."""
    from eval.runs.table import render_gate  # noqa: PLC0415  # keeps `--help` quick

    with open_store(toolbox(ctx).load_settings()) as store:
        result = judge(store, store.get(run), baseline)
    show(*render_gate(result))
    if not result.passed:
        raise typer.Exit(FAILED)


def trend(ctx: typer.Context, *, suite: SuiteName) -> None:
    """Show the figures of a suite over its runs, oldest first."""
    from eval.runs.table import render_trend  # noqa: PLC0415  # keeps `--help` quick

    with open_store(toolbox(ctx).load_settings()) as store:
        show(*render_trend(suite, store.history(suite)))


@contextmanager
def open_store(settings: "Settings") -> Iterator["RunStore"]:
    from eval.runs.store import FILE, RunStore  # noqa: PLC0415  # keeps `--help` quick

    url = settings.eval.store
    with closing(RunStore.open(url.get_secret_value() if url else settings.data_dir / FILE)) as store:
        yield store


def run_suite(
    settings: "Settings", store: "RunStore", file: Path, *, limits: "Limits", agreed: bool
) -> "Run":
    from eval.ragas_adapter.suites import open_scoring  # noqa: PLC0415  # keeps `--help` quick
    from eval.runs.opening import Surroundings, open_suite  # noqa: PLC0415  # as above
    from eval.runs.running import run_plan  # noqa: PLC0415  # as above
    from eval.runs.suite import read_suite  # noqa: PLC0415  # as above
    from retrieval.data_folder import GRAPHS  # noqa: PLC0415  # as above
    from retrieval.embeddings import open_embedder  # noqa: PLC0415  # as above
    from retrieval.graph_session import count_processors  # noqa: PLC0415  # as above

    with show_steps() as on_step:
        workers = min(limits.concurrency, count_processors())
        around = Surroundings(
            settings.data_dir, settings.bench_data, room_settings(settings), on_step, workers
        )
        with open_suite(read_suite(file), beside=file.parent, around=around) as opened:
            scoring = open_scoring(
                opened,
                open_embedder=lambda: open_embedder(
                    opened.settings.retrieval, graphs=settings.data_dir / GRAPHS
                ),
                concurrency=limits.concurrency,
                on_done=lambda done, total: on_step("score", done, total),
            )
            if opened.plan.suite.may_cost:
                confirm_cost(opened, store, scoring, agreed=agreed or limits.max_cost_usd is not None)
            return run_plan(
                opened.plan,
                store,
                opened.open_answerer,
                limits=replace(limits, concurrency=opened.under_way or limits.concurrency),
                on_done=lambda done, total: on_step("ask", done, total),
                score=scoring.score if scoring else None,
            )


def confirm_cost(
    opened: "OpenSuite", store: "RunStore", scoring: "SuiteScoring | None", *, agreed: bool
) -> None:
    """Say what a paid run may cost, and ask; where nobody can answer, it is not run."""
    from eval.runs.cost import NO_COST, describe_cost, estimate_cost  # noqa: PLC0415  # keeps `--help` quick
    from eval.runs.running import find_missing  # noqa: PLC0415  # as above
    from eval.runs.suite import ChatModelChoice  # noqa: PLC0415  # as above

    suite, settings = opened.plan.suite, opened.settings
    top_k = settings.retrieval.top_k
    answers = NO_COST
    if suite.chat_model is ChatModelChoice.CONFIGURED:
        missing = find_missing(opened.plan, store)
        answers = estimate_cost(missing, suite.evidence, top_k=top_k, settings=settings.answer)
    judged = scoring.estimate(opened.plan, store, settings.answer, top_k=top_k) if scoring else NO_COST
    if not answers.calls + judged.calls:
        return
    typer.echo(describe_cost(answers, judged), err=True)
    if not agreed:
        typer.confirm("Run it?", abort=True, err=True)


def judge(store: "RunStore", found: "Run", baseline: str | None) -> "GateResult":
    from eval.runs.gate import judge_gate  # noqa: PLC0415  # keeps `--help` quick

    return judge_gate(found, None if baseline is None else store.get(baseline))


def write_run(store: "RunStore", found: "Run", result: "GateResult", *, files: Files, as_json: bool) -> None:
    from eval.runs.junit import render_junit  # noqa: PLC0415  # keeps `--help` quick
    from eval.runs.markdown import render_markdown  # noqa: PLC0415  # as above
    from eval.runs.metrics import measure_run  # noqa: PLC0415  # as above
    from eval.runs.table import describe_run, render_gate, render_run  # noqa: PLC0415  # as above
    from eval.verifier.report import write_file  # noqa: PLC0415  # as above

    figures = measure_run(found)
    if files.html is not None:
        from eval.runs.page.page import render_page  # noqa: PLC0415  # as above

        write_file(render_page(found, figures, store.history(found.suite.name)), files.html)
    if files.markdown is not None:
        write_file(render_markdown(found, figures, result), files.markdown)
    if files.junit is not None:
        write_file(render_junit(found, result), files.junit)
    if as_json:
        write_json(describe_run(found, figures, result))
    else:
        show(*render_run(found, figures), *render_gate(result))


def _check_files(files: Files) -> None:
    from eval.verifier.report import require_folder  # noqa: PLC0415  # keeps `--help` quick

    for file in filter(None, (files.html, files.markdown, files.junit)):
        require_folder(file)
