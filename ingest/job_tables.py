"""The tables of jobs as SQLAlchemy sees them; `migrations/` creates them."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, Table, Text

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("key", Text),
    Column("fingerprint", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("collection", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("audiences", Text, nullable=False),
    Column("sync", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("started_at", Text),
    Column("finished_at", Text),
    Column("cancel_requested", Boolean, nullable=False),
    Column("reason", Text),
    Column("report", Text),
)
job_files = Table(
    "job_files",
    metadata,
    Column("job", Text, ForeignKey("jobs.id"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text),
)
