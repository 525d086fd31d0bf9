"""What a document says of itself (language, date, author, …), and the spreadsheet rows of a chunk."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("versions", sa.Column("metadata", sa.Text, nullable=False, server_default="{}"))
    op.add_column("chunks", sa.Column("first_row", sa.Integer))
    op.add_column("chunks", sa.Column("last_row", sa.Integer))


def downgrade() -> None:
    op.drop_column("chunks", "last_row")
    op.drop_column("chunks", "first_row")
    op.drop_column("versions", "metadata")
