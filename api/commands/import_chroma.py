"""`plumbline import-chroma`: bring the texts of an existing Chroma collection into one of ours."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.ingest import DocumentAudiences, DryRun, Strict
from api.commands.options import AsJson, Collection
from api.commands.output import show, write_json
from api.commands.toolbox import toolbox
from api.errors import FAILED

Folder = Annotated[
    Path, typer.Argument(metavar="PATH", help="The folder that Chroma keeps.", show_default=False)
]
ChromaCollection = Annotated[
    str | None,
    typer.Option("--chroma-collection", metavar="NAME", help="Its collection; not needed for the only one."),
]
ImportSource = Annotated[
    str | None,
    typer.Option("--source", metavar="NAME", help="The source; the Chroma collection's name if not given."),
]
TextKey = Annotated[
    str | None,
    typer.Option("--text-key", metavar="KEY", help="The metadata that holds the text, if documents do not."),
]
PathKey = Annotated[
    str, typer.Option("--path-key", metavar="KEY", help="The metadata that names a chunk's document.")
]
Sync = Annotated[bool, typer.Option("--sync", help="Also delete documents that are gone from Chroma.")]


def import_chroma(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    path: Folder,
    *,
    chroma_collection: ChromaCollection = None,
    collection: Collection = None,
    source: ImportSource = None,
    text_key: TextKey = None,
    path_key: PathKey = "source",
    audience: DocumentAudiences = None,
    sync: Sync = False,
    dry_run: DryRun = False,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Bring an existing Chroma collection into one of ours; its folder is only read.

    Its chunks become documents again, which are split, screened and embedded like files.
    """
    # What follows is imported here so that `plumbline --help` stays quick.
    from api.commands.progress import file_bar  # noqa: PLC0415  # see above
    from api.commands.syncing import open_importer  # noqa: PLC0415  # see above
    from api.display.sync import render_sync  # noqa: PLC0415  # see above
    from api.schemas import to_wire  # noqa: PLC0415  # see above
    from ingest.importing import ImportRequest  # noqa: PLC0415  # see above
    from retrieval.chroma_reader import open_chroma_folder  # noqa: PLC0415  # see above

    settings = toolbox(ctx).load_settings()
    request = ImportRequest(
        collection=collection or settings.retrieval.collection,
        source=source,
        path_key=path_key,
        audiences=tuple(audience or ()),
        delete_missing=sync,
        dry_run=dry_run,
    )
    with toolbox(ctx).open_folder(settings) as parts, open_chroma_folder(path) as folder:
        records = folder.records(chroma_collection, text_key=text_key)
        importer = open_importer(parts, settings.ingest)
        with file_bar("documents") as advance:
            report = importer.run(records, request, on_progress=lambda step: advance(step.done, step.total))
    if as_json:
        write_json(to_wire(report))
    else:
        show(*render_sync(report, dry_run=dry_run, unit="documents"))
    if not report.indexed or (strict and report.quarantined):
        raise typer.Exit(FAILED)
