"""Takes an upload in: the body streams to disk in worker threads, and nothing is left of one that fails."""

import anyio
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from api.multipart import MultipartReader
from api.upload_rows import read_fields
from ingest.errors import IngestError, UploadInterruptedError, UploadTooLargeError
from ingest.job_desk import JobDesk
from ingest.jobs import IngestJob
from ingest.uploads import Upload
from retrieval.errors import RetrievalError


async def receive_job(request: Request, desk: JobDesk, *, collection: str, key: str | None) -> IngestJob:
    """Return the job that the request's files were queued as; `collection` is the one used if none is named.

    Raises:
        IngestError: what was sent cannot be used, or was sent before.
        RetrievalError: the disk does not take it, or the collection's name cannot be used.
        RequestValidationError: a field does not fit.
    """
    _check_length(request, desk.limits.max_bytes)
    upload = await run_in_threadpool(desk.begin)
    job: IngestJob | None = None
    try:
        reader = await _read(request, upload, max_bytes=desk.limits.max_bytes)
        order = read_fields(reader.fields).to_order(collection=collection)
        job = await run_in_threadpool(desk.submit, upload, order, key=key)
    finally:
        if job is None:
            # Also when the server stops, which cancels whatever waits here.
            with anyio.CancelScope(shield=True):
                await run_in_threadpool(desk.discard, upload)
    return job


def _check_length(request: Request, max_bytes: int) -> None:
    claimed = request.headers.get("content-length", "")
    if claimed.isdecimal() and int(claimed) > max_bytes:
        raise _too_large(max_bytes)


async def _read(request: Request, upload: Upload, *, max_bytes: int) -> MultipartReader:
    reader = MultipartReader(request.headers.get("content-type", ""), upload)
    size = 0
    problem: Exception | None = None
    try:
        async for data in request.stream():
            size += len(data)
            if size > max_bytes:
                raise problem or _too_large(max_bytes)
            # After a problem the rest is read and dropped: a client that still sends would not see the reply.
            problem = problem or await run_in_threadpool(_feed, reader, data)
    except ClientDisconnect as exc:
        raise UploadInterruptedError("the sender was gone before the end of the upload") from exc
    finally:
        reader.abandon()
    if problem is not None:
        raise problem
    reader.finish()
    return reader


def _feed(reader: MultipartReader, data: bytes) -> Exception | None:
    try:
        reader.feed(data)
    except (IngestError, RetrievalError) as exc:
        return exc
    return None


def _too_large(max_bytes: int) -> UploadTooLargeError:
    return UploadTooLargeError(f"the upload is larger than {max_bytes} bytes: send fewer files at once")
