"""`plumbline verify`: check an answer against contexts, or a batch of them."""

from typing import Annotated

import typer

from api.commands.options import AsJson, Batch, Key, Url
from api.commands.output import show, write_json
from api.commands.rows import build_row, require_one
from api.commands.toolbox import toolbox

Answered = Annotated[str | None, typer.Argument(metavar="ANSWER", help="What to check.", show_default=False)]
Contexts = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="TEXT", help="What the answer must stand on; may be repeated."),
]
Asked = Annotated[str | None, typer.Option("--question", metavar="TEXT", help="What was asked.")]


def verify(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    answer: Answered = None,
    context: Contexts = None,
    question: Asked = None,
    batch: Batch = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Check every claim of an answer against given texts."""
    # What follows is imported here so that `plumbline --help` stays quick.
    from api.batch import handle_rows  # noqa: PLC0415  # see above
    from api.commands.batching import answer_batch, open_batch  # noqa: PLC0415  # see above
    from api.display.verification import render_verification  # noqa: PLC0415  # see above
    from api.schemas import VerifyRow, to_wire  # noqa: PLC0415  # see above

    require_one(answer, batch, name="ANSWER")
    if batch:
        with toolbox(ctx).open_backend(url=url, key=key) as backend, open_batch(batch) as streams:
            answer_batch(streams, handle_rows(VerifyRow, backend.verify))
        return
    row = build_row(VerifyRow, answer=answer, contexts=context or [], question=question)
    with toolbox(ctx).open_backend(url=url, key=key) as backend:
        found = backend.verify(row)
    if as_json:
        write_json(to_wire(found))
    else:
        show(*render_verification(found, row.contexts))
