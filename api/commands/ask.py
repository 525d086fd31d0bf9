"""`plumbline ask`: one question, or a batch of them."""

from typing import Annotated

import typer

from api.commands.options import AsJson, Audiences, Batch, Collection, Key, Url
from api.commands.output import show, write_json
from api.commands.rows import build_row, require_one
from api.commands.toolbox import toolbox

Question = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help="What to answer.", show_default=False)
]


def ask(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    question: Question = None,
    batch: Batch = None,
    collection: Collection = None,
    audience: Audiences = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Answer a question from the documents, every claim checked."""
    # What follows is imported here so that `plumbline --help` stays quick.
    from api.batch import handle_rows  # noqa: PLC0415  # see above
    from api.commands.batching import answer_batch, open_batch  # noqa: PLC0415  # see above
    from api.display.answer import render_answer  # noqa: PLC0415  # see above
    from api.schemas import AskRow, to_wire  # noqa: PLC0415  # see above

    require_one(question, batch, name="QUESTION")
    if batch:
        with toolbox(ctx).open_backend(url=url, key=key) as backend, open_batch(batch) as streams:
            answer_batch(
                streams,
                handle_rows(
                    AskRow,
                    lambda row: backend.answer(row.with_scope(collection=collection, audiences=audience)),
                ),
            )
        return
    row = build_row(AskRow, question=question, collection=collection, audiences=audience)
    with toolbox(ctx).open_backend(url=url, key=key) as backend:
        answer = backend.answer(row)
    if as_json:
        write_json(to_wire(answer))
    else:
        show(*render_answer(answer))
