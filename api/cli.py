"""The command `plumbline`: registers the commands, which import what they need when they run."""

from typing import Annotated

import typer

from api.cli_errors import CommandGroup
from api.commands import audit, documents, runs
from api.commands.ask import ask
from api.commands.bench import bench
from api.commands.calibrate import calibrate
from api.commands.demo import demo
from api.commands.doctor import doctor
from api.commands.exporting import export
from api.commands.generating import generate
from api.commands.import_chroma import import_chroma
from api.commands.ingest import ingest
from api.commands.reindex import reindex
from api.commands.screen import screen
from api.commands.search import search
from api.commands.serve import serve
from api.commands.verifier import verifier
from api.commands.verify import verify

app = typer.Typer(
    name="plumbline",
    cls=CommandGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
evaluation = typer.Typer(help="Measure quality and speed.", no_args_is_help=True)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # only for this option

        typer.echo(f"plumbline {version('plumbline')}")
        raise typer.Exit


@app.callback()
def root(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Answers from your own documents, every claim checked against them before anyone reads it."""


@evaluation.callback()
def evaluate() -> None:
    """Measure quality and speed."""


for command in (demo, ingest, import_chroma, ask, search, verify, screen, serve, reindex, doctor):
    app.command()(command)
app.add_typer(documents.app, name="documents")
app.add_typer(audit.app, name="audit")
evaluation.command("bench")(bench)
evaluation.command("verifier")(verifier)
evaluation.command("calibrate")(calibrate)
evaluation.command("run")(runs.run)
evaluation.command("list")(runs.list_runs)
evaluation.command("report")(runs.report)
evaluation.command("compare")(runs.compare)
evaluation.command("gate")(runs.gate)
evaluation.command("trend")(runs.trend)
evaluation.command("export")(export)
evaluation.command("generate")(generate)
app.add_typer(evaluation, name="eval")


def main() -> None:
    app()
