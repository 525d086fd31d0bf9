"""Manages the documents of a running service over httpx."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel

from api.document_rows import (
    MAX_IDS,
    ChunkPage,
    Deletion,
    DocumentPage,
    DocumentPageRow,
    DocumentsRow,
    PageRow,
    VersionList,
)
from api.service_calls import call
from retrieval.slices import slices
from retrieval.version import DocumentRecord

Shape = TypeVar("Shape")
DOCUMENTS = "/v1/documents"


class DocumentClient:
    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def list_documents(self, row: DocumentPageRow) -> DocumentPage:
        return call(self._http, "GET", DOCUMENTS, DocumentPage, params=_parameters(row))

    def get_document(self, document_id: str, *, collection: str | None) -> DocumentRecord:
        return self._get(document_id, "", DocumentRecord, collection=collection)

    def list_versions(self, document_id: str, *, collection: str | None) -> VersionList:
        return self._get(document_id, "/versions", VersionList, collection=collection)

    def list_chunks(self, document_id: str, *, collection: str | None, page: PageRow) -> ChunkPage:
        return self._get(
            document_id, "/chunks", ChunkPage, collection=collection, limit=page.limit, offset=page.offset
        )

    def delete_documents(self, document_ids: Sequence[str], *, collection: str | None) -> Deletion:
        parts = slices(document_ids, size=MAX_IDS)
        rows = [DocumentsRow(collection=collection, id=list(part)) for part in parts]
        return Deletion(sum(self.delete_matching(row).deleted for row in rows))

    def delete_matching(self, row: DocumentsRow) -> Deletion:
        return call(self._http, "DELETE", DOCUMENTS, Deletion, params=_parameters(row))

    def _get(self, document_id: str, path: str, shape: type[Shape], **parameters: str | int | None) -> Shape:
        given = {name: value for name, value in parameters.items() if value is not None}
        return call(
            self._http, "GET", f"{DOCUMENTS}/{quote(document_id, safe='')}{path}", shape, params=given
        )


def _parameters(row: BaseModel) -> dict[str, object]:
    return row.model_dump(mode="json", exclude_none=True)
