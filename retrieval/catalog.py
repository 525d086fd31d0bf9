"""The truth about what is stored: collections, documents, versions, which one is live, and the chunks.

A version is staged (written beside the live one), published (live, with the keyword index, in one
transaction), and the one before it retired and purged. Whatever a crash leaves staged or retired, the next
start undoes or finishes; readers see live versions only.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from retrieval import tables
from retrieval.catalog_rows import (
    select_live_chunks,
    select_live_documents,
    to_chunk,
    to_document,
    to_version,
)
from retrieval.chunk import Chunk
from retrieval.database import open_database, translate_errors
from retrieval.document_query import DocumentQuery
from retrieval.errors import FingerprintMismatchError, UnknownCollectionError, UnknownDocumentError
from retrieval.slices import slices
from retrieval.version import DocumentRecord, DocumentVersion, StagedVersion, VersionState
from retrieval.version_steps import publish_version, purge_versions, retire_documents, stage_version

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0002"
# Stands in for a collection's fingerprint while its vectors are rebuilt: nothing can be asked meanwhile.
REINDEXING = "unknown (a reindex did not finish)"


class Catalog:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, path: Path) -> "Catalog":
        engine = open_database(path, migrations=MIGRATIONS, head=HEAD)
        translate_errors(engine, path)
        return cls(engine)

    def close(self) -> None:
        self.engine.dispose()

    def collections(self) -> list[str]:
        with self.engine.connect() as connection:
            name = tables.collections.c.name
            return list(connection.scalars(select(name).order_by(name)))

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
                f"collection {name!r} was indexed by embedding model {found}, the configured one is "
                f"{fingerprint}: set PLUMBLINE_RETRIEVAL__EMBEDDING_MODEL back, or run `plumbline reindex`"
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

    def documents(
        self, collection: str, *, source: str | None = None, path: str | None = None
    ) -> list[DocumentRecord]:
        """Return the documents with a live version, by source and path."""
        document = tables.documents.c
        statement = select_live_documents().where(document.collection == collection)
        if source is not None:
            statement = statement.where(document.source == source)
        if path is not None:
            statement = statement.where(document.path == path)
        with self.engine.connect() as connection:
            return [to_document(row) for row in connection.execute(statement)]

    def list_documents(
        self, query: DocumentQuery, *, limit: int | None = None, offset: int = 0
    ) -> list[DocumentRecord]:
        """Return one page of the live documents that are meant, by source and path."""
        statement = select_live_documents().where(*query.conditions()).limit(limit).offset(offset)
        with self.engine.connect() as connection:
            return [to_document(row) for row in connection.execute(statement)]

    def count_documents(self, query: DocumentQuery) -> int:
        found = select_live_documents().where(*query.conditions()).order_by(None).subquery()
        with self.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(found)) or 0

    def find_documents(
        self, collection: str, path: str, *, source: str | None = None
    ) -> list[DocumentRecord]:
        """Return the live documents of that path: one for each source that has it."""
        return self.documents(collection, source=source, path=path)

    def get_document(self, collection: str, path: str, *, source: str | None = None) -> DocumentRecord:
        found = self.find_documents(collection, path, source=source)
        if not found:
            raise UnknownDocumentError(f"there is no document {path!r} in collection {collection!r}")
        if len(found) > 1:
            names = ", ".join(record.source for record in found)
            raise UnknownDocumentError(
                f"{path!r} stands in several sources ({names}): say which with --source"
            )
        return found[0]

    def get_document_by_id(self, collection: str, document_id: str) -> DocumentRecord:
        found = self.list_documents(DocumentQuery(collection, ids=(document_id,)))
        if not found:
            raise UnknownDocumentError(f"there is no document {document_id} in collection {collection!r}")
        return found[0]

    def documents_in(self, collection: str, document_ids: Sequence[str]) -> list[str]:
        """Return those of the documents that are live in the collection."""
        column = tables.documents.c
        live = (column.collection == collection) & column.live_version.is_not(None)
        found: list[str] = []
        with self.engine.connect() as connection:
            for part in slices(document_ids):
                found += connection.scalars(select(column.id).where(live, column.id.in_(part)))
        return found

    def versions(self, document_id: str) -> list[DocumentVersion]:
        column = tables.versions.c
        statement = select(tables.versions).where(column.document_id == document_id)
        statement = statement.order_by(column.created_at, column.id)
        with self.engine.connect() as connection:
            return [to_version(row) for row in connection.execute(statement)]

    def live_versions(self, version_ids: Sequence[str]) -> set[str]:
        """Return those of the versions that are live."""
        column = tables.versions.c
        found: set[str] = set()
        with self.engine.connect() as connection:
            for part in slices(version_ids):
                wanted = column.id.in_(part) & (column.state == VersionState.LIVE)
                found.update(connection.scalars(select(column.id).where(wanted)))
        return found

    def stage(self, versions: Sequence[StagedVersion]) -> None:
        """Write the versions and their chunks beside what is live, in one transaction; none may be live."""
        with self.engine.begin() as connection:
            for version in versions:
                stage_version(connection, version, created_at=_now())

    def publish(self, versions: Sequence[StagedVersion]) -> list[str]:
        """Make the staged versions live and retire the ones before; return the ids of the retired ones."""
        retired: list[str] = []
        with self.engine.begin() as connection:
            for version in versions:
                retired += retire_documents(connection, [version.document_id])
                publish_version(connection, version)
        return retired

    def retire_documents(self, document_ids: Sequence[str]) -> list[str]:
        """Take the documents out of every answer at once; return the ids of the retired versions."""
        with self.engine.begin() as connection:
            return retire_documents(connection, document_ids)

    def unfinished_collections(self) -> list[str]:
        """Return the collections whose vectors a crash left half rebuilt."""
        column = tables.collections.c
        with self.engine.connect() as connection:
            return list(connection.scalars(select(column.name).where(column.fingerprint == REINDEXING)))

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
        version = tables.versions.c
        statement = select(version.id, tables.documents.c.collection).join(
            tables.documents, tables.documents.c.id == version.document_id
        )
        found: dict[str, str] = {}
        with self.engine.connect() as connection:
            for part in slices(version_ids):
                rows = connection.execute(statement.where(version.id.in_(part)))
                found |= {row.id: row.collection for row in rows}
        return found

    def purge(self, version_ids: Sequence[str]) -> None:
        """Forget the chunks of versions that are not live; a staged version is forgotten whole."""
        with self.engine.begin() as connection:
            purge_versions(connection, version_ids)

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Return the chunks of those ids that belong to a live version."""
        found: dict[str, Chunk] = {}
        with self.engine.connect() as connection:
            for part in slices(list(ids)):
                rows = connection.execute(select_live_chunks().where(tables.chunks.c.id.in_(part)))
                found |= {row.id: to_chunk(row) for row in rows}
        return found

    def chunks_at(self, places: Iterable[tuple[str, int]]) -> list[Chunk]:
        """Return the live chunks of those versions and ordinals, by document and ordinal."""
        wanted = set(places)
        column = tables.chunks.c
        statement = select_live_chunks().where(column.ordinal.in_({ordinal for _, ordinal in wanted}))
        statement = statement.where(column.version_id.in_({version for version, _ in wanted}))
        with self.engine.connect() as connection:
            found = [to_chunk(row) for row in connection.execute(statement)]
        return [chunk for chunk in found if (chunk.version, chunk.ordinal) in wanted]

    def document_chunks(self, document_id: str, *, limit: int | None = None, offset: int = 0) -> list[Chunk]:
        statement = select_live_chunks().where(tables.documents.c.id == document_id)
        with self.engine.connect() as connection:
            return [to_chunk(row) for row in connection.execute(statement.limit(limit).offset(offset))]

    def collection_chunks(self, collection: str) -> list[Chunk]:
        statement = select_live_chunks().where(tables.documents.c.collection == collection)
        with self.engine.connect() as connection:
            return [to_chunk(row) for row in connection.execute(statement)]

    def count_chunks(self, collection: str) -> int:
        statement = select(func.coalesce(func.sum(tables.versions.c.chunk_count), 0)).join(
            tables.documents, tables.documents.c.live_version == tables.versions.c.id
        )
        with self.engine.connect() as connection:
            return int(connection.scalar(statement.where(tables.documents.c.collection == collection)) or 0)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
