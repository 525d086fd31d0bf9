"""The steps of a version's life as statements inside one transaction of `catalog.py`."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from retrieval import tables
from retrieval.catalog_rows import chunk_row, staged_row
from retrieval.slices import slices
from retrieval.version import StagedVersion, VersionState


def stage_version(connection: Connection, version: StagedVersion, *, created_at: str) -> None:
    document = {
        "id": version.document_id,
        "collection": version.collection,
        "source": version.source,
        "path": version.path,
    }
    connection.execute(upsert(tables.documents).values(document).on_conflict_do_nothing())
    # A version that was live before and comes back keeps its id: its row is written anew.
    connection.execute(delete(tables.chunks).where(tables.chunks.c.version_id == version.id))
    connection.execute(delete(tables.versions).where(tables.versions.c.id == version.id))
    connection.execute(insert(tables.versions).values(staged_row(version, created_at=created_at)))
    if version.chunks:
        connection.execute(insert(tables.chunks), [chunk_row(chunk) for chunk in version.chunks])


def publish_version(connection: Connection, version: StagedVersion) -> None:
    column = tables.chunks.c
    rows = connection.execute(select(column.id, column.number).where(column.version_id == version.id))
    numbers = {row.id: row.number for row in rows}
    if version.chunks:
        words = [
            {"rowid": numbers[chunk.id], "context": chunk.context, "text": chunk.text}
            for chunk in version.chunks
        ]
        connection.execute(insert(tables.keywords), words)
    live = update(tables.versions).where(tables.versions.c.id == version.id)
    connection.execute(live.values(state=VersionState.LIVE))
    document = update(tables.documents).where(tables.documents.c.id == version.document_id)
    connection.execute(document.values(live_version=version.id))


def retire_documents(connection: Connection, document_ids: Sequence[str]) -> list[str]:
    """Take the documents' live versions out of every answer; return the ids of those versions."""
    retired: list[str] = []
    for part in slices(document_ids):
        retired += _retire(connection, part)
    return retired


def _retire(connection: Connection, document_ids: Sequence[str]) -> list[str]:
    document, version = tables.documents.c, tables.versions.c
    wanted = document.id.in_(document_ids) & document.live_version.is_not(None)
    retired = list(connection.scalars(select(document.live_version).where(wanted)))
    numbers = select(tables.chunks.c.number).where(tables.chunks.c.version_id.in_(retired))
    connection.execute(delete(tables.keywords).where(tables.keywords.c.rowid.in_(numbers)))
    connection.execute(
        update(tables.versions).where(version.id.in_(retired)).values(state=VersionState.RETIRED)
    )
    connection.execute(update(tables.documents).where(wanted).values(live_version=None))
    return retired


def purge_versions(connection: Connection, version_ids: Sequence[str]) -> None:
    """Forget the chunks of those versions that are not live; a staged version is forgotten whole."""
    version = tables.versions.c
    for part in slices(version_ids):
        dead = select(version.id).where(version.id.in_(part) & (version.state != VersionState.LIVE))
        connection.execute(delete(tables.chunks).where(tables.chunks.c.version_id.in_(dead)))
        staged = version.id.in_(part) & (version.state == VersionState.STAGED)
        connection.execute(delete(tables.versions).where(staged))
