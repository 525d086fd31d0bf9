from pathlib import Path

from sqlalchemy import create_engine, inspect

from ingest.job_store import JobStore
from ingest.job_tables import metadata


def test_the_migrations_create_the_tables_as_they_are_declared(tmp_path: Path) -> None:
    JobStore.open(tmp_path / "jobs.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'jobs.db'}")
    inspector = inspect(engine)
    for table in metadata.tables.values():
        assert [column["name"] for column in inspector.get_columns(table.name)] == table.columns.keys()
    engine.dispose()
