"""The tables of evaluation runs as SQLAlchemy sees them; `eval/migrations/` creates them."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("suite", Text, nullable=False),
    # Of everything that decides the outcomes: the same command finds its interrupted run by it.
    Column("identity", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("fingerprints", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),
    Column("figures", Text),
)
outcomes = Table(
    "outcomes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("outcome", Text, nullable=False),
)
run_outcomes = Table(
    "run_outcomes",
    metadata,
    Column("run", Text, ForeignKey("runs.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", Text, ForeignKey("outcomes.key"), nullable=False),
)
scores = Table(
    "scores",
    metadata,
    Column("key", Text, primary_key=True),
    Column("take", Text, nullable=False),
)
run_scores = Table(
    "run_scores",
    metadata,
    Column("run", Text, ForeignKey("runs.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("repeat", Integer, primary_key=True),
    Column("key", Text, ForeignKey("scores.key"), nullable=False),
)
