"""Finds documents by their path, and walks through pages, for the `documents` commands."""

from collections.abc import Iterator

from api.document_backend import DocumentBackend
from api.document_rows import DocumentPageRow, PageRow
from retrieval.chunk import Chunk
from retrieval.errors import UnknownDocumentError
from retrieval.version import DocumentRecord

PAGE = 1000


def find_document(
    backend: DocumentBackend, path: str, *, collection: str | None, source: str | None
) -> DocumentRecord:
    """Return the one document of that path.

    Raises:
        UnknownDocumentError: there is none, or there are several and no source says which.
    """
    row = DocumentPageRow(collection=collection, source=source, document=path)
    found = backend.list_documents(row).documents
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
