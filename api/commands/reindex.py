"""`plumbline reindex`: rebuild the vectors from the catalog, after damage or a change of embedding model."""

import typer

from api.commands.options import AsJson, Collection
from api.commands.output import write_json
from api.commands.toolbox import toolbox


def reindex(ctx: typer.Context, *, collection: Collection = None, as_json: AsJson = False) -> None:
    """Rebuild the vectors of one collection, or of all."""
    from api.local import open_indexer  # noqa: PLC0415  # `--help` must not load what indexing takes
    from retrieval.errors import UnknownCollectionError  # noqa: PLC0415  # as above

    settings = toolbox(ctx).load_settings()
    with toolbox(ctx).open_folder(settings) as parts:
        known = parts.catalog.collections()
        if collection is not None and collection not in known:
            raise UnknownCollectionError(f"there is no collection {collection!r}")
        indexer = open_indexer(parts)
        chunks = {name: indexer.reindex(name) for name in known if collection in (None, name)}
    if as_json:
        write_json({"collections": chunks})
        return
    for name, count in chunks.items():
        typer.echo(f"{name}: {count} chunks")
