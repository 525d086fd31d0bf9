"""`plumbline documents`: what is indexed, in which versions and chunks; and taking documents out."""

from typing import Annotated

import typer

from api.commands.options import AsJson, Collection, Key, Source, Url
from api.commands.output import show, write_json
from api.commands.rows import build_row
from api.commands.toolbox import toolbox
from api.errors import InvalidInputError

app = typer.Typer(help="List, show and delete documents.", no_args_is_help=True)
DocumentPath = Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its path inside its source.")]
DocumentPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="DOCUMENT...", help="Their paths inside their source.", show_default=False),
]
PathPattern = Annotated[
    str | None,
    typer.Option("--path", metavar="GLOB", help="Only paths like this: 'policies/*', '*.pdf'."),
]
Audience = Annotated[
    str | None, typer.Option("--audience", metavar="NAME", help="Only documents marked for this audience.")
]
Findings = Annotated[
    bool | None,
    typer.Option("--findings/--no-findings", help="Only with, or without, something suspicious in them."),
]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="How many; all if not given.")]
Offset = Annotated[int, typer.Option("--offset", min=0, help="How many to pass over first.")]


@app.command("list")
def list_documents(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    collection: Collection = None,
    source: Source = None,
    path: PathPattern = None,
    audience: Audience = None,
    findings: Findings = None,
    limit: Limit = None,
    offset: Offset = 0,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """List the documents of a collection, by source and path."""
    from api.commands.document_lookup import all_documents  # noqa: PLC0415  # `--help` needs none of it
    from api.display.documents import render_documents  # noqa: PLC0415  # as above
    from api.document_rows import DocumentPageRow  # noqa: PLC0415  # as above

    conditions = {"source": source, "path": path, "audience": audience, "has_findings": findings}
    row = build_row(DocumentPageRow, collection=collection, offset=offset, **conditions)
    with toolbox(ctx).open_documents(url=url, key=key) as backend:
        records = all_documents(backend, row, limit=limit)
    if as_json:
        write_json({"documents": records})
    else:
        show(*render_documents(records))


@app.command("show")
def show_document(  # noqa: PLR0913  # as above
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Show one document with its live version and what screening found in it."""
    from api.commands.document_lookup import find_document  # noqa: PLC0415  # as above
    from api.display.documents import render_document  # noqa: PLC0415  # as above
    from api.schemas import to_wire  # noqa: PLC0415  # as above

    with toolbox(ctx).open_documents(url=url, key=key) as backend:
        record = find_document(backend, document, collection=collection, source=source)
    if as_json:
        write_json(to_wire(record))
    else:
        show(*render_document(record))


@app.command("versions")
def list_versions(  # noqa: PLR0913  # as above
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """List the recorded versions of a document, the oldest first."""
    from api.commands.document_lookup import find_document  # noqa: PLC0415  # as above
    from api.display.documents import render_versions  # noqa: PLC0415  # as above

    with toolbox(ctx).open_documents(url=url, key=key) as backend:
        record = find_document(backend, document, collection=collection, source=source)
        versions = backend.list_versions(record.id, collection=record.collection).versions
    if as_json:
        write_json({"versions": versions})
    else:
        show(*render_versions(versions))


@app.command("chunks")
def list_chunks(  # noqa: PLR0913  # as above
    ctx: typer.Context,
    document: DocumentPath,
    *,
    collection: Collection = None,
    source: Source = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """List the chunks of a document's live version."""
    from api.commands.document_lookup import all_chunks, find_document  # noqa: PLC0415  # as above
    from api.display.documents import render_chunks  # noqa: PLC0415  # as above

    with toolbox(ctx).open_documents(url=url, key=key) as backend:
        record = find_document(backend, document, collection=collection, source=source)
        chunks = list(all_chunks(backend, record))
    if as_json:
        write_json({"chunks": chunks})
    else:
        show(*render_chunks(chunks))


@app.command("delete")
def delete_documents(  # noqa: PLR0913  # as above
    ctx: typer.Context,
    documents: DocumentPaths = None,
    *,
    collection: Collection = None,
    source: Source = None,
    path: PathPattern = None,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Take documents out of every answer at once, and forget their chunks: by name, or all like --path."""
    from api.commands.document_lookup import find_documents  # noqa: PLC0415  # as above
    from api.document_rows import DocumentsRow  # noqa: PLC0415  # as above

    if bool(documents) == (path is not None):
        raise InvalidInputError("say which documents to delete: either by name, or with --path")
    with toolbox(ctx).open_documents(url=url, key=key) as backend:
        if path is not None:
            row = build_row(DocumentsRow, collection=collection, source=source, path=path)
            deleted = backend.delete_matching(row).deleted
        else:
            # All are looked up first: with one name mistyped, nothing is deleted.
            names = list(dict.fromkeys(documents or ()))
            records = find_documents(backend, names, collection=collection, source=source)
            ids = [record.id for record in records]
            deleted = backend.delete_documents(ids, collection=collection).deleted
    if as_json:
        write_json({"deleted": deleted})
    else:
        typer.echo(f"deleted {deleted} document{'' if deleted == 1 else 's'}")
