"""Rows of the catalog's tables to domain types and back, and the two selects that see live versions only."""

import json
from datetime import datetime

from sqlalchemy import Row, Select, select

from retrieval import tables
from retrieval.chunk import Chunk
from retrieval.version import DocumentRecord, DocumentVersion, StagedVersion, VersionState


def select_live_documents() -> Select[tuple[object, ...]]:
    document, version = tables.documents.c, tables.versions.c
    return (
        select(
            document.id.label("document"),
            document.collection,
            document.source,
            document.path,
            *tables.versions.c,
        )
        .join(tables.versions, document.live_version == version.id)
        .order_by(document.source, document.path)
    )


def select_live_chunks() -> Select[tuple[object, ...]]:
    document, version = tables.documents.c, tables.versions.c
    return (
        select(
            *tables.chunks.c,
            document.collection,
            document.source,
            document.path,
            version.title,
            version.audiences,
            version.metadata.label("metadata"),
        )
        .join(tables.versions, tables.chunks.c.version_id == version.id)
        # By its id too: `live_version` has no index.
        .join(tables.documents, (document.id == version.document_id) & (document.live_version == version.id))
        .order_by(document.source, document.path, tables.chunks.c.ordinal)
    )


def to_document(row: Row[tuple[object, ...]]) -> DocumentRecord:
    return DocumentRecord(row.document, row.collection, row.source, row.path, to_version(row))


def to_version(row: Row[tuple[object, ...]]) -> DocumentVersion:
    return DocumentVersion(
        id=row.id,
        content_hash=row.content_hash,
        title=row.title,
        audiences=tuple(json.loads(row.audiences)),
        findings=tuple(json.loads(row.findings)),
        created_at=datetime.fromisoformat(row.created_at),
        chunk_count=row.chunk_count,
        state=VersionState(row.state),
        metadata=json.loads(row.metadata),
    )


def to_chunk(row: Row[tuple[object, ...]]) -> Chunk:
    return Chunk(
        id=row.id,
        collection=row.collection,
        source=row.source,
        document=row.path,
        version=row.version_id,
        ordinal=row.ordinal,
        text=row.text,
        start=row.start,
        end=row.end,
        title=row.title,
        heading=row.heading,
        page=row.page,
        rows=None if row.first_row is None else (row.first_row, row.last_row),
        audiences=tuple(json.loads(row.audiences)),
        metadata=json.loads(row.metadata),
    )


def chunk_row(chunk: Chunk) -> dict[str, object]:
    return {
        "id": chunk.id,
        "version_id": chunk.version,
        "ordinal": chunk.ordinal,
        "text": chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "heading": chunk.heading,
        "page": chunk.page,
        "first_row": chunk.rows[0] if chunk.rows else None,
        "last_row": chunk.rows[1] if chunk.rows else None,
    }


def staged_row(version: StagedVersion, *, created_at: str) -> dict[str, object]:
    return {
        "id": version.id,
        "document_id": version.document_id,
        "content_hash": version.content_hash,
        "title": version.title,
        "audiences": json.dumps(version.audiences),
        "findings": json.dumps(version.findings),
        "created_at": created_at,
        "chunk_count": len(version.chunks),
        "state": VersionState.STAGED,
        "metadata": json.dumps(dict(version.metadata), sort_keys=True),
    }
