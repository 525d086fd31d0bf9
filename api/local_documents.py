"""Manages the documents of the data folder on this machine."""

from collections.abc import Callable, Sequence

from api.document_rows import (
    ChunkPage,
    Deletion,
    DocumentPage,
    DocumentPageRow,
    DocumentsRow,
    PageRow,
    VersionList,
)
from api.errors import InvalidInputError
from ingest.indexing import Indexer
from retrieval.catalog import Catalog
from retrieval.errors import UnknownCollectionError
from retrieval.version import DocumentRecord


class LocalDocuments:
    """`open_indexer` is called when something is to be deleted: listing needs no embedding model."""

    def __init__(self, catalog: Catalog, open_indexer: Callable[[], Indexer], *, collection: str) -> None:
        self._catalog = catalog
        self._open_indexer = open_indexer
        self._collection = collection

    def list_documents(self, row: DocumentPageRow) -> DocumentPage:
        self._require(row.collection)
        query = row.to_query(collection=self._collection)
        found = self._catalog.list_documents(query, limit=row.limit, offset=row.offset)
        return DocumentPage(tuple(found), self._catalog.count_documents(query))

    def get_document(self, document_id: str, *, collection: str | None) -> DocumentRecord:
        return self._catalog.get_document_by_id(self._require(collection), document_id)

    def list_versions(self, document_id: str, *, collection: str | None) -> VersionList:
        record = self.get_document(document_id, collection=collection)
        return VersionList(tuple(self._catalog.versions(record.id)))

    def list_chunks(self, document_id: str, *, collection: str | None, page: PageRow) -> ChunkPage:
        record = self.get_document(document_id, collection=collection)
        chunks = self._catalog.document_chunks(record.id, limit=page.limit, offset=page.offset)
        return ChunkPage(tuple(chunks), record.live.chunk_count)

    def delete_documents(self, document_ids: Sequence[str], *, collection: str | None) -> Deletion:
        name = self._require(collection)
        inside = self._catalog.documents_in(name, document_ids)
        return Deletion(self._open_indexer().delete(name, inside))

    def delete_matching(self, row: DocumentsRow) -> Deletion:
        name = self._require(row.collection)
        query = row.to_query(collection=self._collection)
        if not query.narrows:
            raise InvalidInputError("say which documents to delete: a source, an id, or a path (`*` for all)")
        found = [record.id for record in self._catalog.list_documents(query)]
        return Deletion(self._open_indexer().delete(name, found))

    def _require(self, collection: str | None) -> str:
        name = collection or self._collection
        known = self._catalog.collections()
        if name not in known:
            raise UnknownCollectionError(
                f"there is no collection {name!r} (known: {', '.join(known) or 'none yet'})"
            )
        return name
