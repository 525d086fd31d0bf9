"""`plumbline audit`: prove that the audit log is whole."""

import typer

from api.commands.options import AsJson
from api.commands.output import write_json
from api.commands.toolbox import toolbox
from api.errors import FAILED

app = typer.Typer(help="The log of every answer.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The log of every answer."""


@app.command("verify")
def verify_log(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """Walk the log and prove that no row was changed, removed or moved."""
    from api.local import open_audit  # noqa: PLC0415  # `--help` must not load a database
    from api.schemas import to_wire  # noqa: PLC0415  # as above

    settings = toolbox(ctx).load_settings()
    with toolbox(ctx).open_folder(settings) as parts, open_audit(settings, parts) as log:
        report = log.verify_chain()
    if as_json:
        write_json(to_wire(report))
    elif report.intact:
        typer.echo(f"the audit log is intact: {report.rows} rows")
    else:
        typer.echo(f"the audit log is broken at row {report.broken_row}: {report.problem}")
    if not report.intact:
        raise typer.Exit(FAILED)
