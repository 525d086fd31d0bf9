"""What metrics of ragas say of outcomes, each try at a value once, and which run has which."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "scores",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("take", sa.Text, nullable=False),
    )
    op.create_table(
        "run_scores",
        sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("metric", sa.Text, primary_key=True),
        sa.Column("repeat", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, sa.ForeignKey("scores.key"), nullable=False),
    )


def downgrade() -> None:
    for table in ("run_scores", "scores"):
        op.drop_table(table)
