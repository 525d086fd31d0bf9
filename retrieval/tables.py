"""The catalog's tables as SQLAlchemy sees them; `migrations/` creates them."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

collections = Table(
    "collections",
    metadata,
    Column("name", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)
sources = Table(
    "sources",
    metadata,
    Column("collection", Text, ForeignKey("collections.name"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("origin", Text, nullable=False),
)
documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("collection", Text, ForeignKey("collections.name"), nullable=False),
    Column("source", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("live_version", Text),
)
versions = Table(
    "versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.id"), nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("audiences", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("chunk_count", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("metadata", Text, nullable=False),
)
chunks = Table(
    "chunks",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("version_id", Text, ForeignKey("versions.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("page", Integer),
    Column("first_row", Integer),
    Column("last_row", Integer),
)
# A virtual table of SQLite's full-text search; `rowid` is `chunks.number`.
keywords = Table(
    "keywords", metadata, Column("rowid", Integer), Column("context", Text), Column("text", Text)
)
