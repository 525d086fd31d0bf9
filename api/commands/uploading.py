"""Brings files into a collection through a running service: lists them here, uploads, follows the jobs."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.commands.progress import Advance, file_bar
from api.commands.rows import build_row
from api.errors import InvalidInputError
from api.upload_client import UploadClient
from api.upload_rows import UploadRow
from ingest.errors import InvalidUploadError, UnreadableDocumentError
from ingest.listing import Listing, SourceFile, all_files
from ingest.report import SyncReport
from ingest.sync import SyncRequest
from ingest.upload_names import check_upload_name

# Small enough to be sent again after a broken connection, and far below what a service takes at once.
BATCH_FILES, BATCH_BYTES = 500, 100_000_000
COUNTS = ("added", "replaced", "deleted", "unchanged", "chunks", "seconds")


@dataclass(slots=True)
class _Plan:
    """The files of one source that can be sent, and why the others cannot."""

    source: str
    sizes: dict[SourceFile, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def upload(client: UploadClient, request: SyncRequest) -> SyncReport:
    """Do what a local sync does, through the service.

    Raises:
        IngestError: a path does not exist, is empty, or two give one source different files.
        InvalidInputError: a name cannot be used, or documents would be deleted whose file could only not be
            read or sent.
    """
    listings = request.find_listings()
    plans = _plan(listings)
    if request.delete_missing:
        _check_whole(request, listings, plans)
    total = SyncReport(files=len(all_files(listings)))
    with file_bar() as advance:
        for plan in plans:
            prefix = f"{plan.source}/" if len(plans) > 1 else ""
            _add(total, SyncReport(quarantined=plan.refused), prefix=prefix)
            for batch in [list(plan.sizes)] if request.delete_missing else _batches(plan.sizes):
                _add(total, _send(client, request, batch, advance=advance), prefix=prefix)
    total.seconds = round(total.seconds, 3)
    return total


def _plan(listings: Sequence[Listing]) -> list[_Plan]:
    plans: dict[str, _Plan] = {}
    for file in all_files(listings):
        plan = plans.setdefault(file.source, _Plan(file.source))
        try:
            plan.sizes[file] = _measure(file)
        except (InvalidUploadError, UnreadableDocumentError) as exc:
            plan.refused[file.path] = str(exc)
        except OSError as exc:
            plan.refused[file.path] = f"cannot be read: {exc.strerror or exc}"
    return list(plans.values())


def _measure(file: SourceFile) -> int:
    """Return the size of a file that can be sent."""
    check_upload_name(file.path)
    with file.open() as stream:
        return stream.seek(0, os.SEEK_END)


def _check_whole(request: SyncRequest, listings: Sequence[Listing], plans: Sequence[_Plan]) -> None:
    """A service cannot tell a file that is gone from one that was not sent: refuse what would confuse it."""
    if request.source is None:
        # It cannot tell two folders of one name apart either.
        raise InvalidInputError(
            "--sync through a service needs --source: it deletes the source's other documents"
        )
    if not all(listing.folder for listing in listings):
        raise InvalidInputError("--sync through a service needs whole folders, not single files")
    refused = {path: problem for plan in plans for path, problem in plan.refused.items()}
    if refused:
        path, problem = next(iter(refused.items()))
        raise InvalidInputError(f"--sync would delete what cannot be sent, such as {path}: {problem}")


def _batches(sizes: Mapping[SourceFile, int]) -> Iterator[list[SourceFile]]:
    batch: list[SourceFile] = []
    room = BATCH_BYTES
    for file, size in sizes.items():
        if batch and (len(batch) >= BATCH_FILES or size > room):
            yield batch
            batch, room = [], BATCH_BYTES
        batch.append(file)
        room -= size
    if batch:
        yield batch


def _send(
    client: UploadClient, request: SyncRequest, files: Sequence[SourceFile], *, advance: Advance
) -> SyncReport:
    row = build_row(
        UploadRow,
        collection=request.collection,
        source=files[0].source,
        audiences=list(request.audiences),
        sync=request.delete_missing,
    )
    job = client.send(files, row)
    return client.follow(
        job.id, on_progress=lambda job: advance(job.counts.files - job.counts.waiting, job.counts.files)
    )


def _add(total: SyncReport, part: SyncReport, *, prefix: str) -> None:
    for name in COUNTS:
        setattr(total, name, getattr(total, name) + getattr(part, name))
    total.quarantined |= {f"{prefix}{path}": reason for path, reason in part.quarantined.items()}
    total.findings |= {f"{prefix}{path}": found for path, found in part.findings.items()}
