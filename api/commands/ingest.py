"""`plumbline ingest`: bring files into a collection, once or whenever they change."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_errors import report_error
from api.commands.options import AsJson, Collection, Key, Source, Url
from api.commands.output import show, write_json
from api.commands.toolbox import toolbox
from api.commands.watching import wait_for_changes
from api.errors import FAILED, InvalidInputError

if TYPE_CHECKING:
    from httpx import Client

    from api.commands.given import Given
    from ingest.globs import Globs
    from ingest.manifest import Fetcher
    from ingest.report import SyncReport
    from ingest.sync import SyncRequest

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH...", help="Files, folders and ZIP archives, or - for standard input."),
]
Name = Annotated[
    str | None, typer.Option("--name", metavar="PATH", help="What the document on standard input is called.")
]
ManifestFile = Annotated[
    Path | None,
    typer.Option("--manifest", metavar="FILE", help="JSON Lines, one document each; - is standard input."),
]
Fetch = Annotated[
    bool,
    typer.Option("--fetch", help="Fetch what the manifest gives only by its address (http, https, file)."),
]
FetchPrivate = Annotated[
    bool, typer.Option("--fetch-private", help="Fetch from this machine and its network too.")
]
DocumentAudiences = Annotated[
    list[str] | None,
    typer.Option("--audience", metavar="NAME", help="Only this audience may see them; may be repeated."),
]
Include = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="GLOB", help="Only paths that fit, like '**/*.md'; may be repeated."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="GLOB", help="Not these paths, like 'drafts/**'; may be repeated."),
]
Sync = Annotated[
    bool,
    typer.Option("--sync", help="Also delete documents whose file is gone, or left out by patterns now."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
Watch = Annotated[bool, typer.Option("--watch", help="Run again on every change, until Ctrl-C.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a file was quarantined.")]


def ingest(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    paths: Paths = None,
    *,
    collection: Collection = None,
    source: Source = None,
    name: Name = None,
    manifest: ManifestFile = None,
    fetch: Fetch = False,
    fetch_private: FetchPrivate = False,
    audience: DocumentAudiences = None,
    include: Include = None,
    exclude: Exclude = None,
    sync: Sync = False,
    dry_run: DryRun = False,
    watch: Watch = False,
    strict: Strict = False,
    as_json: AsJson = False,
    url: Url = None,
    key: Key = None,
) -> None:
    """Bring documents into a collection; unchanged ones cost nothing."""
    from api.commands.given import Given  # noqa: PLC0415  # as below
    from ingest.globs import Globs  # noqa: PLC0415  # as below
    from ingest.sync import SyncRequest  # noqa: PLC0415  # so that `plumbline --help` stays quick

    settings = toolbox(ctx).load_settings()
    given = Given(paths or (), name, manifest, source, _open_fetcher(fetch=fetch, private=fetch_private))
    globs = Globs(tuple(include or ()), tuple(exclude or ()))
    _check_given(given, watch=watch, globs=globs, remote=bool(url or settings.url))
    request = SyncRequest(
        paths=tuple(paths or ()),
        collection=collection or settings.retrieval.collection,
        source=source,
        audiences=tuple(audience or ()),
        delete_missing=sync,
        dry_run=dry_run,
        globs=globs,
        given=given.find_listing(max_bytes=settings.ingest.max_file_bytes),
    )
    if url or settings.url:
        if watch or dry_run:
            raise InvalidInputError("--watch and --dry-run work on the data folder, not through a service")
        with toolbox(ctx).open_http(settings, url=url, key=key) as http:
            report = _upload(http, request, as_json=as_json)
    else:
        report = _ingest_here(ctx, request, watch=watch, as_json=as_json)
    if not report.indexed or (strict and report.quarantined):
        raise typer.Exit(FAILED)


def _check_given(given: "Given", *, watch: bool, globs: "Globs", remote: bool) -> None:
    """Refuse options that would be passed over."""
    if not given.in_folders and (watch or globs.include or globs.exclude):
        raise InvalidInputError("--watch, --include and --exclude are for files and folders")
    if given.fetch is not None and given.manifest is None:
        raise InvalidInputError("--fetch is for a --manifest")
    if given.manifest is not None and remote:
        raise InvalidInputError("--manifest works on the data folder, not through a service")


def _open_fetcher(*, fetch: bool, private: bool) -> "Fetcher | None":
    if not fetch and not private:
        return None
    from ingest.fetching import PageFetcher  # noqa: PLC0415  # only who asks for it reaches the network

    return PageFetcher(private=private)


def _ingest_here(ctx: typer.Context, request: "SyncRequest", *, watch: bool, as_json: bool) -> "SyncReport":
    from api.commands.syncing import open_synchroniser, run_sync  # noqa: PLC0415  # as in `ingest`

    settings = toolbox(ctx).load_settings()
    with toolbox(ctx).open_folder(settings) as parts:
        synchroniser = open_synchroniser(parts, settings.ingest)
        report = _sync_and_print(request, lambda: run_sync(synchroniser, request), as_json=as_json)
        if watch:
            for _ in wait_for_changes(request.paths, ignored=parts.folder.path, globs=request.globs):
                _sync_again(request, lambda: run_sync(synchroniser, request), as_json=as_json)
    return report


def _upload(http: "Client", request: "SyncRequest", *, as_json: bool) -> "SyncReport":
    from api.commands.uploading import upload  # noqa: PLC0415  # as in `ingest`
    from api.upload_client import UploadClient  # noqa: PLC0415  # as in `ingest`

    return _sync_and_print(request, lambda: upload(UploadClient(http), request), as_json=as_json)


def _sync_and_print(
    request: "SyncRequest", run: Callable[[], "SyncReport"], *, as_json: bool
) -> "SyncReport":
    from api.display.sync import render_sync  # noqa: PLC0415  # rich is not needed for `--help`
    from api.schemas import to_wire  # noqa: PLC0415  # as above

    report = run()
    if as_json:
        write_json(to_wire(report))
    else:
        show(*render_sync(report, dry_run=request.dry_run))
    return report


def _sync_again(request: "SyncRequest", run: Callable[[], "SyncReport"], *, as_json: bool) -> None:
    """Go on watching when the folder is in a state that cannot be synced right now."""
    from ingest.errors import IngestError  # noqa: PLC0415  # only once something changed

    try:
        _sync_and_print(request, run, as_json=as_json)
    except IngestError as exc:
        report_error(exc)
