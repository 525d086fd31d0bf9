"""Finds documents by their path, and walks through pages, for the `documents` commands."""

from collections.abc import Iterator, Sequence

from api.commands.rows import build_row
from api.document_backend import DocumentBackend
from api.document_rows import MAX_PATHS, DocumentPageRow, PageRow
from retrieval.chunk import Chunk
from retrieval.errors import UnknownDocumentError
from retrieval.slices import slices
from retrieval.version import DocumentRecord

PAGE = 1000


def find_document(
    backend: DocumentBackend, path: str, *, collection: str | None, source: str | None
) -> DocumentRecord:
    """Return the one document of that path; raises like `find_documents`."""
    return find_documents(backend, [path], collection=collection, source=source)[0]


def find_documents(
    backend: DocumentBackend, paths: Sequence[str], *, collection: str | None, source: str | None
) -> list[DocumentRecord]:
    """Return one document for each path.

    Raises:
        UnknownDocumentError: there is none of a path, or there are several and no source says which.
        InvalidInputError: a path can be no document's.
    """
    found: dict[str, list[DocumentRecord]] = {}
    for part in slices(list(dict.fromkeys(paths)), size=MAX_PATHS):
        row = build_row(DocumentPageRow, collection=collection, source=source, document=list(part))
        for record in all_documents(backend, row, limit=None):
            found.setdefault(record.path, []).append(record)
    return [_choose(path, found.get(path, []), collection=collection) for path in paths]


def _choose(path: str, found: Sequence[DocumentRecord], *, collection: str | None) -> DocumentRecord:
    if not found:
        where = f"collection {collection!r}" if collection else "the default collection"
        raise UnknownDocumentError(f"there is no document {path!r} in {where}")
    if len(found) > 1:
        names = ", ".join(record.source for record in found)
        raise UnknownDocumentError(f"{path!r} stands in several sources ({names}): say which with --source")
    return found[0]


def all_documents(
    backend: DocumentBackend, row: DocumentPageRow, *, limit: int | None
) -> list[DocumentRecord]:
    """Return the documents of the row from its offset on, all of them or `limit`."""
    found: list[DocumentRecord] = []
    while limit is None or len(found) < limit:
        size = PAGE if limit is None else min(PAGE, limit - len(found))
        page = row.model_copy(update={"limit": size, "offset": row.offset + len(found)})
        documents = backend.list_documents(page).documents
        found += documents
        if len(documents) < size:
            break
    return found


def all_chunks(backend: DocumentBackend, record: DocumentRecord) -> Iterator[Chunk]:
    for offset in range(0, record.live.chunk_count, PAGE):
        page = PageRow(limit=PAGE, offset=offset)
        yield from backend.list_chunks(record.id, collection=record.collection, page=page).chunks
