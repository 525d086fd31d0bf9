"""`plumbline screen`: prompt injection and personal data in a text, or a batch of them."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import AsJson, Batch, Key, Url
from api.commands.output import show, write_json
from api.commands.rows import build_row, require_one
from api.commands.toolbox import toolbox

if TYPE_CHECKING:
    from api.schemas import ScreenRow
    from verify.screening.screening import Screening

ScreenedText = Annotated[
    str | None, typer.Argument(metavar="TEXT", help="What to screen.", show_default=False)
]
OriginName = Annotated[
    str | None,
    typer.Option("--origin", metavar="user|document", help="Who wrote it; a document must give no orders."),
]


def screen(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    text: ScreenedText = None,
    batch: Batch = None,
    origin: OriginName = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Look for prompt injection and personal data."""
    # What follows is imported here so that `plumbline --help` stays quick.
    from api.batch import handle_rows  # noqa: PLC0415  # see above
    from api.commands.batching import answer_batch, open_batch  # noqa: PLC0415  # see above
    from api.display.screening import render_screening  # noqa: PLC0415  # see above
    from api.schemas import ScreenRow, to_wire  # noqa: PLC0415  # see above

    require_one(text, batch, name="TEXT")
    row = build_row(ScreenRow, text=text or "", origin=origin)
    if batch:

        def screen_row(given: "ScreenRow") -> "Screening":
            given_origin = given.origin if "origin" in given.model_fields_set else row.origin
            return backend.screen(given.model_copy(update={"origin": given_origin}))

        with toolbox(ctx).open_screener(url=url, key=key) as backend, open_batch(batch) as streams:
            answer_batch(streams, handle_rows(ScreenRow, screen_row))
        return
    with toolbox(ctx).open_screener(url=url, key=key) as backend:
        found = backend.screen(row)
    if as_json:
        write_json(to_wire(found))
    else:
        show(*render_screening(found))
