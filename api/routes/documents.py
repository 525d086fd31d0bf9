"""GET and DELETE /v1/documents: what is indexed, in which versions and chunks; and taking documents out."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import Documents
from api.document_rows import (
    ChunkPage,
    Deletion,
    DocumentPage,
    DocumentPageRow,
    DocumentsRow,
    PageRow,
    VersionList,
)
from api.routes.problem_responses import problems
from retrieval.version import DocumentRecord

router = APIRouter(prefix="/documents", tags=["documents"])
Collection = Annotated[str | None, Query(description="the collection; none means the default")]


class ChunkPageRow(PageRow):
    collection: str | None = None


@router.get("", summary="List documents", responses=problems(400, 404, 500))
def list_documents(row: Annotated[DocumentPageRow, Query()], documents: Documents) -> DocumentPage:
    """By source and path, each with its live version and what screening found in it."""
    return documents.list_documents(row)


@router.delete("", summary="Delete documents", responses=problems(400, 404, 500, 503, 507))
def delete_documents(row: Annotated[DocumentsRow, Query()], documents: Documents) -> Deletion:
    """Take every document that fits all conditions out of all answers, at once. Without one, nothing is."""
    return documents.delete_matching(row)


@router.get("/{document_id}", summary="Show a document", responses=problems(404, 500))
def get_document(document_id: str, documents: Documents, collection: Collection = None) -> DocumentRecord:
    return documents.get_document(document_id, collection=collection)


@router.get("/{document_id}/versions", summary="List a document's versions", responses=problems(404, 500))
def list_versions(document_id: str, documents: Documents, collection: Collection = None) -> VersionList:
    """The oldest first."""
    return documents.list_versions(document_id, collection=collection)


@router.get("/{document_id}/chunks", summary="List a document's chunks", responses=problems(404, 500))
def list_chunks(document_id: str, row: Annotated[ChunkPageRow, Query()], documents: Documents) -> ChunkPage:
    """The chunks of its live version, in their order."""
    return documents.list_chunks(document_id, collection=row.collection, page=row)


@router.delete("/{document_id}", summary="Delete a document", responses=problems(404, 500, 503, 507))
def delete_document(document_id: str, documents: Documents, collection: Collection = None) -> Deletion:
    """Take one document out of all answers, at once."""
    record = documents.get_document(document_id, collection=collection)
    return documents.delete_documents([record.id], collection=record.collection)
