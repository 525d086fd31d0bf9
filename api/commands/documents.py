"""`plumbline documents`: what is indexed, in which versions and chunks; and taking documents out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import AsJson, Collection, Source
from api.commands.output import show, write_json
from api.commands.toolbox import toolbox

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from retrieval.version import DocumentRecord

app = typer.Typer(help="List, show and delete documents.", no_args_is_help=True)
DocumentPath = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its path inside its source.")]


@app.command("list")
def list_documents(
    ctx: typer.Context, *, collection: Collection = None, source: Source = None, as_json: AsJson = False
) -> None:
    """List the documents of a collection."""
    from api.display.documents import render_documents  # noqa: PLC0415  # `--help` needs no rich tables

    with _open_collection(ctx, collection) as (parts, name):
        records = parts.catalog.documents(name, source=source)
    if as_json:
        write_json({"documents": records})
    else:
        show(*render_documents(records))


@app.command("show")
def show_document(
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
) -> None:
    """Show one document with its live version and what screening found in it."""
    from api.display.documents import render_document  # noqa: PLC0415  # as above
    from api.schemas import to_wire  # noqa: PLC0415  # as above

    with _open_document(ctx, document, collection=collection, source=source) as (_, record):
        pass
    if as_json:
        write_json(to_wire(record))
    else:
        show(*render_document(record))


@app.command("versions")
def list_versions(
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
) -> None:
    """List the recorded versions of a document, the oldest first."""
    from api.display.documents import render_versions  # noqa: PLC0415  # as above

    with _open_document(ctx, document, collection=collection, source=source) as (parts, record):
        versions = parts.catalog.versions(record.id)
    if as_json:
        write_json({"versions": versions})
    else:
        show(*render_versions(versions))


@app.command("chunks")
def list_chunks(
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
) -> None:
    """List the chunks of a document's live version."""
    from api.display.documents import render_chunks  # noqa: PLC0415  # as above

    with _open_document(ctx, document, collection=collection, source=source) as (parts, record):
        chunks = parts.catalog.document_chunks(record.id)
    if as_json:
        write_json({"chunks": chunks})
    else:
        show(*render_chunks(chunks))


@app.command("delete")
def delete_document(
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
) -> None:
    """Take a document out of every answer at once, and forget its chunks."""
    from api.local import open_indexer  # noqa: PLC0415  # as above

    with _open_document(ctx, document, collection=collection, source=source) as (parts, record):
        open_indexer(parts).delete(record.collection, [record.id])
    if as_json:
        write_json({"deleted": record.path})
    else:
        typer.echo(f"deleted {record.path}")


@contextmanager
def _open_collection(ctx: typer.Context, collection: str | None) -> Iterator[tuple["Parts", str]]:
    from retrieval.errors import UnknownCollectionError  # noqa: PLC0415  # as above

    settings = toolbox(ctx).load_settings()
    name = collection or settings.retrieval.collection
    with toolbox(ctx).open_folder(settings) as parts:
        known = parts.catalog.collections()
        if name not in known:
            raise UnknownCollectionError(
                f"there is no collection {name!r} (known: {', '.join(known) or 'none yet'})"
            )
        yield parts, name


@contextmanager
def _open_document(
    ctx: typer.Context, path: str, *, collection: str | None, source: str | None
) -> Iterator[tuple["Parts", "DocumentRecord"]]:
    with _open_collection(ctx, collection) as (parts, name):
        yield parts, parts.catalog.get_document(name, path, source=source)
