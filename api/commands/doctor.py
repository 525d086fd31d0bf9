"""`plumbline doctor`: what is configured, which parts are real, which fall back; each one tried."""

import typer

from api.commands.options import AsJson
from api.commands.output import show, write_json
from api.commands.toolbox import toolbox
from api.errors import FAILED


def doctor(ctx: typer.Context, *, as_json: AsJson = False) -> None:
    """Try every part and say which ones are real, fall back, or fail."""
    from api.diagnosis import diagnose  # noqa: PLC0415  # `--help` must not load what answering takes
    from api.display.parts import render_parts  # noqa: PLC0415  # as above
    from api.schemas import to_wire  # noqa: PLC0415  # as above

    settings = toolbox(ctx).load_settings()
    found = diagnose(settings, toolbox(ctx).open_local)
    if as_json:
        write_json(to_wire(found))
    else:
        show(*render_parts(found))
    if not found.ready:
        raise typer.Exit(FAILED)
