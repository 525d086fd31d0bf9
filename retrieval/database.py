"""Opens a database and brings it to the schema this version of the code knows; ours are SQLite files."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, ExceptionContext, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from retrieval.errors import DataFolderFullError, DataFolderTooNewError, DataFolderUnusableError


def open_database(path: Path, *, migrations: Path, head: str) -> Engine:
    """Return an engine on `path` at revision `head`, migrating an older or a new file first.

    Raises:
        DataFolderTooNewError: the file is at a revision this code does not know.
        DataFolderUnusableError: the file cannot be opened or is no database.
    """
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _configure_connection)
    return _bring_to_head(engine, migrations=migrations, head=head, name=str(path))


def open_server_database(url: str, *, migrations: Path, head: str) -> Engine:
    """Return an engine on a database server, migrated like a file; raises as `open_database` does."""
    engine = create_engine(url, pool_pre_ping=True)
    name = engine.url.render_as_string(hide_password=True)
    return _bring_to_head(engine, migrations=migrations, head=head, name=name)


def _bring_to_head(engine: Engine, *, migrations: Path, head: str, name: str) -> Engine:
    try:
        revision = _current_revision(engine)
        if revision != head:
            _check_known(revision, migrations=migrations, name=name)
            _migrate(engine, migrations)
    except DataFolderTooNewError:
        engine.dispose()
        raise
    except DatabaseError as exc:
        engine.dispose()
        raise DataFolderUnusableError(f"cannot use the database {name}: {exc.orig}") from exc
    return engine


def translate_errors(engine: Engine, path: Path | str) -> None:
    """Make what goes wrong with the database later on (full disk, damaged page) a DataFolderError too."""

    def translate(context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if getattr(context.original_exception, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise DataFolderFullError(f"no room left on the disk of {path}") from error
        # The other database errors, such as a violated constraint, are mistakes of ours.
        if isinstance(error, OperationalError) or type(error) is DatabaseError:
            raise DataFolderUnusableError(f"cannot use the database {path}: {error.orig}") from error

    event.listen(engine, "handle_error", translate)


def _configure_connection(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _current_revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def _check_known(revision: str | None, *, migrations: Path, name: str) -> None:
    known = {file.name.split("_")[0] for file in (migrations / "versions").glob("*.py")}
    if revision is not None and revision not in known:
        raise DataFolderTooNewError(
            f"{name} was written by a newer Plumbline (schema {revision}): upgrade Plumbline, "
            "or choose another folder with PLUMBLINE_DATA_DIR"
        )


def _migrate(engine: Engine, migrations: Path) -> None:
    # Alembic takes 0.7 s to import, and is needed only when the schema changes.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Its driver opens no transaction for CREATE TABLE: without this a crash leaves half a schema.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
