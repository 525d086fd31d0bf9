"""The truth about what is stored: collections, documents, versions, which one is live, and the chunks.

A version is staged (written beside the live one), published (live, with the keyword index, in one transaction),
and the one before it retired and purged. Whatever a crash leaves staged or retired, the next start undoes or
finishes; readers see live versions only.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Row, Select, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from retrieval import tables
from retrieval.chunk import Chunk
from retrieval.database import open_database
from retrieval.errors import FingerprintMismatchError, UnknownCollectionError, UnknownDocumentError
from retrieval.version import DocumentRecord, DocumentVersion, StagedVersion, VersionState

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"
# SQLite takes at most 32,766 bound values in one statement; ids are looked up in slices well below.
SLICE = 5000


class Catalog:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, path: Path) -> "Catalog":
        return cls(open_database(path, migrations=MIGRATIONS, head=HEAD))

    def close(self) -> None:
        self.engine.dispose()

    def collections(self) -> list[str]:
        with self.engine.connect() as connection:
            return list(connection.scalars(select(tables.collections.c.name).order_by(tables.collections.c.name)))

    def add_collection(self, name: str, *, fingerprint: str) -> None:
        """Create the collection unless it exists; an existing one must have the same fingerprint."""
        with self.engine.begin() as connection:
            connection.execute(
                upsert(tables.collections)
                .values(name=name, fingerprint=fingerprint, created_at=_now())
                .on_conflict_do_nothing()
            )
        self.check_collection(name, fingerprint=fingerprint)

    def check_collection(self, name: str, *, fingerprint: str) -> None:
        """Raise unless the collection exists and was built by the embedding model of this fingerprint."""
        column = tables.collections.c
        with self.engine.connect() as connection:
            found = connection.scalar(select(column.fingerprint).where(column.name == name))
        if found is None:
            known = ", ".join(self.collections()) or "none yet"
            raise UnknownCollectionError(f"there is no collection {name!r} (known: {known})")
        if found != fingerprint:
            raise FingerprintMismatchError(
                f"collection {name!r} was indexed by embedding model {found}, the configured one is {fingerprint}: "
                "set PLUMBLINE_RETRIEVAL__EMBEDDING_MODEL back, or run `plumbline reindex`"
            )

    def set_fingerprint(self, name: str, fingerprint: str) -> None:
        column = tables.collections.c
        with self.engine.begin() as connection:
            connection.execute(
                update(tables.collections).where(column.name == name).values(fingerprint=fingerprint)
            )

    def find_origin(self, collection: str, source: str) -> str | None:
        """Return the place that the source's documents were read from."""
        column = tables.sources.c
        wanted = (column.collection == collection) & (column.name == source)
        with self.engine.connect() as connection:
            origin: str | None = connection.scalar(select(column.origin).where(wanted))
            return origin

    def set_origin(self, collection: str, source: str, origin: str) -> None:
        statement = upsert(tables.sources).values(collection=collection, name=source, origin=origin)
        with self.engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(set_={"origin": origin}))

    def documents(self, collection: str, *, source: str | None = None) -> list[DocumentRecord]:
        """Return the documents with a live version, by source and path."""
        statement = _live_documents().where(tables.documents.c.collection == collection)
        if source is not None:
            statement = statement.where(tables.documents.c.source == source)
        with self.engine.connect() as connection:
            return [_document(row) for row in connection.execute(statement)]

    def find_documents(self, collection: str, path: str, *, source: str | None = None) -> list[DocumentRecord]:
        """Return the live documents of that path: one for each source that has it."""
        return [record for record in self.documents(collection, source=source) if record.path == path]

    def get_document(self, collection: str, path: str, *, source: str | None = None) -> DocumentRecord:
        found = self.find_documents(collection, path, source=source)
        if not found:
            raise UnknownDocumentError(f"there is no document {path!r} in collection {collection!r}")
        if len(found) > 1:
            names = ", ".join(record.source for record in found)
            raise UnknownDocumentError(f"{path!r} stands in several sources ({names}): say which with --source")
        return found[0]

    def versions(self, document_id: str) -> list[DocumentVersion]:
        column = tables.versions.c
        statement = (
            select(tables.versions).where(column.document_id == document_id).order_by(column.created_at, column.id)
        )
        with self.engine.connect() as connection:
            return [_version(row) for row in connection.execute(statement)]

    def stage(self, versions: Sequence[StagedVersion]) -> None:
        """Write the versions and their chunks beside what is live, in one transaction."""
        with self.engine.begin() as connection:
            for version in versions:
                _stage(connection, version)

    def publish(self, versions: Sequence[StagedVersion]) -> list[str]:
        """Make the staged versions live and retire the ones before; return the ids of the retired ones."""
        retired: list[str] = []
        with self.engine.begin() as connection:
            for version in versions:
                retired += _retire(connection, [version.document_id])
                _publish(connection, version)
        return retired

    def retire_documents(self, document_ids: Sequence[str]) -> list[str]:
        """Take the documents out of every answer at once; return the ids of the retired versions."""
        with self.engine.begin() as connection:
            return _retire(connection, document_ids)

    def unfinished_versions(self) -> list[str]:
        """Return the versions that a crash left staged, or retired with chunks still stored."""
        column = tables.versions.c
        has_chunks = select(tables.chunks.c.number).where(tables.chunks.c.version_id == column.id).exists()
        retired = (column.state == VersionState.RETIRED) & has_chunks
        with self.engine.connect() as connection:
            staged = column.state == VersionState.STAGED
            return list(connection.scalars(select(column.id).where(staged | retired)))

    def collection_of(self, version_ids: Sequence[str]) -> dict[str, str]:
        """Return the collection of each version."""
        statement = select(tables.versions.c.id, tables.documents.c.collection).join(
            tables.documents, tables.documents.c.id == tables.versions.c.document_id
        )
        with self.engine.connect() as connection:
            rows = connection.execute(statement.where(tables.versions.c.id.in_(version_ids)))
            return {row.id: row.collection for row in rows}

    def purge(self, version_ids: Sequence[str]) -> None:
        """Forget the chunks of versions that are not live; a staged version is forgotten whole."""
        column = tables.versions.c
        with self.engine.begin() as connection:
            connection.execute(delete(tables.chunks).where(tables.chunks.c.version_id.in_(version_ids)))
            staged = column.id.in_(version_ids) & (column.state == VersionState.STAGED)
            connection.execute(delete(tables.versions).where(staged))

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Return the chunks of those ids that belong to a live version."""
        wanted = list(ids)
        found: dict[str, Chunk] = {}
        with self.engine.connect() as connection:
            for begin in range(0, len(wanted), SLICE):
                part = tables.chunks.c.id.in_(wanted[begin : begin + SLICE])
                found |= {row.id: _chunk(row) for row in connection.execute(_live_chunks().where(part))}
        return found

    def document_chunks(self, document_id: str) -> list[Chunk]:
        return self._chunks_where(tables.documents.c.id == document_id)

    def collection_chunks(self, collection: str) -> list[Chunk]:
        return self._chunks_where(tables.documents.c.collection == collection)

    def _chunks_where(self, condition: object) -> list[Chunk]:
        statement = _live_chunks().where(condition)  # type: ignore[arg-type]  # a column expression
        with self.engine.connect() as connection:
            return [_chunk(row) for row in connection.execute(statement)]

    def count_chunks(self, collection: str) -> int:
        statement = select(func.coalesce(func.sum(tables.versions.c.chunk_count), 0)).join(
            tables.documents, tables.documents.c.live_version == tables.versions.c.id
        )
        with self.engine.connect() as connection:
            return int(connection.scalar(statement.where(tables.documents.c.collection == collection)) or 0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _stage(connection: Connection, version: StagedVersion) -> None:
    connection.execute(
        upsert(tables.documents)
        .values(
            id=version.document_id, collection=version.collection, source=version.source, path=version.path
        )
        .on_conflict_do_nothing()
    )
    # A version that was live before and comes back keeps its id: its row is written anew.
    for table, column in ((tables.chunks, tables.chunks.c.version_id), (tables.versions, tables.versions.c.id)):
        connection.execute(delete(table).where(column == version.id))
    connection.execute(
        insert(tables.versions).values(
            id=version.id,
            document_id=version.document_id,
            content_hash=version.content_hash,
            title=version.title,
            audiences=json.dumps(version.audiences),
            findings=json.dumps(version.findings),
            created_at=_now(),
            chunk_count=len(version.chunks),
            state=VersionState.STAGED,
        )
    )
    connection.execute(insert(tables.chunks), [_chunk_row(chunk) for chunk in version.chunks])


def _chunk_row(chunk: Chunk) -> dict[str, object]:
    return {
        "id": chunk.id,
        "version_id": chunk.version,
        "ordinal": chunk.ordinal,
        "text": chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "heading": chunk.heading,
        "page": chunk.page,
    }


def _retire(connection: Connection, document_ids: Sequence[str]) -> list[str]:
    document = tables.documents.c
    wanted = document.id.in_(document_ids) & document.live_version.is_not(None)
    retired = list(connection.scalars(select(document.live_version).where(wanted)))
    numbers = select(tables.chunks.c.number).where(tables.chunks.c.version_id.in_(retired))
    connection.execute(delete(tables.keywords).where(tables.keywords.c.rowid.in_(numbers)))
    connection.execute(
        update(tables.versions).where(tables.versions.c.id.in_(retired)).values(state=VersionState.RETIRED)
    )
    connection.execute(update(tables.documents).where(wanted).values(live_version=None))
    return retired


def _publish(connection: Connection, version: StagedVersion) -> None:
    column = tables.chunks.c
    numbers = dict(
        connection.execute(select(column.id, column.number).where(column.version_id == version.id)).tuples().all()
    )
    connection.execute(
        insert(tables.keywords),
        [
            {"rowid": numbers[chunk.id], "context": chunk.context, "text": chunk.text}
            for chunk in version.chunks
        ],
    )
    live = update(tables.versions).where(tables.versions.c.id == version.id)
    connection.execute(live.values(state=VersionState.LIVE))
    document = update(tables.documents).where(tables.documents.c.id == version.document_id)
    connection.execute(document.values(live_version=version.id))


def _live_documents() -> Select[tuple[object, ...]]:
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


def _live_chunks() -> Select[tuple[object, ...]]:
    document, version = tables.documents.c, tables.versions.c
    return (
        select(
            *tables.chunks.c,
            document.collection,
            document.source,
            document.path,
            version.title,
            version.audiences,
        )
        .join(tables.versions, tables.chunks.c.version_id == version.id)
        .join(tables.documents, document.live_version == version.id)
        .order_by(document.source, document.path, tables.chunks.c.ordinal)
    )


def _document(row: Row[tuple[object, ...]]) -> DocumentRecord:
    return DocumentRecord(row.document, row.collection, row.source, row.path, _version(row))


def _version(row: Row[tuple[object, ...]]) -> DocumentVersion:
    return DocumentVersion(
        id=row.id,
        content_hash=row.content_hash,
        title=row.title,
        audiences=tuple(json.loads(row.audiences)),
        findings=tuple(json.loads(row.findings)),
        created_at=datetime.fromisoformat(row.created_at),
        chunk_count=row.chunk_count,
        state=VersionState(row.state),
    )


def _chunk(row: Row[tuple[object, ...]]) -> Chunk:
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
        audiences=tuple(json.loads(row.audiences)),
    )
