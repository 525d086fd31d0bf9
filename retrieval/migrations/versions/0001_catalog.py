"""The first catalog: collections, sources, documents, versions, chunks, and the keyword index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "collections",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("collection", sa.Text, sa.ForeignKey("collections.name"), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("origin", sa.Text, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("collection", sa.Text, sa.ForeignKey("collections.name"), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("live_version", sa.Text),
        sa.UniqueConstraint("collection", "source", "path"),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Text, sa.ForeignKey("documents.id"), nullable=False, index=True),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("audiences", sa.Text, nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("chunk_count", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
    )
    op.create_table(
        "chunks",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("version_id", sa.Text, sa.ForeignKey("versions.id"), nullable=False, index=True),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
    )
    op.execute("CREATE VIRTUAL TABLE keywords USING fts5(context, text, tokenize='porter unicode61')")
    op.execute("CREATE VIRTUAL TABLE keyword_terms USING fts5vocab('keywords', 'row')")


def downgrade() -> None:
    for table in ("keyword_terms", "keywords", "chunks", "versions", "documents", "sources", "collections"):
        op.drop_table(table)
