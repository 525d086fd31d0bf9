"""The first runs: what a suite was run with, and what became of each case."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("suite", sa.Text, nullable=False, index=True),
        sa.Column("identity", sa.Text, nullable=False, index=True),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("fingerprints", sa.Text, nullable=False),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("finished_at", sa.Text),
        sa.Column("figures", sa.Text),
    )
    op.create_table(
        "outcomes",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("outcome", sa.Text, nullable=False),
    )
    op.create_table(
        "run_outcomes",
        sa.Column("run", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("key", sa.Text, sa.ForeignKey("outcomes.key"), nullable=False),
    )


def downgrade() -> None:
    for table in ("run_outcomes", "outcomes", "runs"):
        op.drop_table(table)
