from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from retrieval.database import open_database, translate_errors
from retrieval.errors import DataFolderFullError, DataFolderTooNewError, DataFolderUnusableError
from tests.unprivileged import unprivileged_folder

ENV = Path("retrieval/migrations/env.py").read_text(encoding="utf-8")
FIRST = """
from alembic import op
revision, down_revision = "0001", None
def upgrade():
    op.execute("CREATE TABLE notes (text TEXT PRIMARY KEY)")
"""
SECOND = """
from alembic import op
revision, down_revision = "0002", "0001"
def upgrade():
    op.execute("CREATE TABLE tags (text TEXT)")
    op.execute({statement!r})
"""


def _migrations(folder: Path, *scripts: str) -> Path:
    versions = folder / "migrations" / "versions"
    versions.mkdir(parents=True, exist_ok=True)
    (folder / "migrations" / "env.py").write_text(ENV, encoding="utf-8")
    for number, script in enumerate(scripts, start=1):
        (versions / f"{number:04}_made_up.py").write_text(script, encoding="utf-8")
    return folder / "migrations"


def _tables(path: Path, *, migrations: Path, head: str) -> set[str]:
    engine = open_database(path, migrations=migrations, head=head)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def test_an_older_file_is_migrated(tmp_path: Path) -> None:
    first = _migrations(tmp_path, FIRST)
    assert _tables(tmp_path / "a.db", migrations=first, head="0001") == {"notes"}

    both = _migrations(tmp_path, FIRST, SECOND.format(statement="SELECT 1"))
    assert _tables(tmp_path / "a.db", migrations=both, head="0002") == {"notes", "tags"}


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    broken = _migrations(tmp_path, FIRST, SECOND.format(statement="SELECT no_such_function()"))
    with pytest.raises(DataFolderUnusableError, match="no_such_function"):
        open_database(tmp_path / "a.db", migrations=broken, head="0002")

    mended = _migrations(tmp_path, FIRST, SECOND.format(statement="SELECT 1"))
    assert _tables(tmp_path / "a.db", migrations=mended, head="0002") == {"notes", "tags"}


def test_a_revision_from_the_future_is_refused(tmp_path: Path) -> None:
    both = _migrations(tmp_path / "new", FIRST, SECOND.format(statement="SELECT 1"))
    _tables(tmp_path / "a.db", migrations=both, head="0002")

    with pytest.raises(DataFolderTooNewError, match="schema 0002"):
        open_database(tmp_path / "a.db", migrations=_migrations(tmp_path / "old", FIRST), head="0001")


def test_a_folder_that_may_not_be_written_is_unusable() -> None:
    with unprivileged_folder() as folder:
        folder.chmod(0o500)
        with pytest.raises(DataFolderUnusableError, match="unable to open"):
            open_database(folder / "a.db", migrations=folder, head="0001")
        folder.chmod(0o700)


def test_a_violated_constraint_is_not_taken_for_a_damaged_file(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "a.db", migrations=_migrations(tmp_path, FIRST), head="0001")
    translate_errors(engine, tmp_path / "a.db")

    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO notes VALUES ('a'), ('a')")
    with pytest.raises(DataFolderUnusableError, match="no such table"), engine.begin() as connection:
        connection.exec_driver_sql("SELECT * FROM absent")
    engine.dispose()


def test_a_disk_without_room_is_told_apart(tmp_path: Path) -> None:
    engine = open_database(tmp_path / "a.db", migrations=_migrations(tmp_path, FIRST), head="0001")
    translate_errors(engine, tmp_path / "a.db")

    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        with pytest.raises(DataFolderFullError, match="no room left"):
            connection.exec_driver_sql("INSERT INTO notes VALUES (?)", ("x" * 100_000,))
    engine.dispose()
