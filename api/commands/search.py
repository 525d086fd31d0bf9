"""`plumbline search`: the chunks an answer would be made from."""

from typing import Annotated

import typer

from api.commands.options import AsJson, Audiences, Batch, Collection, Key, RelevanceFloor, TopK, Url
from api.commands.output import show, write_json
from api.commands.rows import build_row, require_one
from api.commands.toolbox import toolbox

Query = Annotated[str | None, typer.Argument(metavar="QUERY", help="What to look for.", show_default=False)]


def search(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    query: Query = None,
    batch: Batch = None,
    collection: Collection = None,
    top_k: TopK = None,
    relevance_floor: RelevanceFloor = None,
    audience: Audiences = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Find chunks of documents, best first."""
    # What follows is imported here so that `plumbline --help` stays quick.
    from api.batch import handle_rows  # noqa: PLC0415  # see above
    from api.commands.batching import answer_batch, open_batch  # noqa: PLC0415  # see above
    from api.display.hits import render_hits  # noqa: PLC0415  # see above
    from api.schemas import SearchRow, to_wire  # noqa: PLC0415  # see above

    require_one(query, batch, name="QUERY")
    scope = {
        "collection": collection,
        "audiences": audience,
        "top_k": top_k,
        "relevance_floor": relevance_floor,
    }
    if batch:
        with toolbox(ctx).open_backend(url=url, key=key) as backend, open_batch(batch) as streams:
            answer_batch(streams, handle_rows(SearchRow, lambda row: backend.search(row.with_scope(**scope))))
        return
    row = build_row(SearchRow, query=query, **scope)
    with toolbox(ctx).open_backend(url=url, key=key) as backend:
        found = backend.search(row)
    if as_json:
        write_json(to_wire(found))
    else:
        show(*render_hits(found))
