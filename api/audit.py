"""Step 13, the audit log: one hash-chained row per answer, committed before the answer is released."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from answer.errors import RecorderError
from answer.ports import AnswerRecord
from api import audit_tables as tables
from api.audit_key import AuditKey, make_audit_key, read_audit_key
from api.audit_row import Value, row_values
from api.sections import ApiSettings
from retrieval.data_folder import DataFolder
from retrieval.database import open_database

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"
KEY_FILE = "audit.key"
START = "0" * 64
# Rows read at once while the chain is walked: the log may be larger than memory.
READ_ROWS = 1000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What walking the chain found; `broken_row` is the number of the first row that does not fit."""

    rows: int
    intact: bool
    broken_row: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Head:
    count: int
    last_hash: str
    seal: str


class AuditLog:
    """The `Recorder` of every answer. Safe to share between threads."""

    def __init__(
        self, engine: Engine, key: AuditKey, *, parameters: Mapping[str, Value], keep_text: bool = False
    ) -> None:
        self._engine = engine
        self._key = key
        self._parameters = parameters
        self._keep_text = keep_text
        self._lock = threading.Lock()

    @classmethod
    def open(
        cls, folder: DataFolder, settings: ApiSettings, *, parameters: Mapping[str, Value]
    ) -> "AuditLog":
        """Open the log of a data folder.

        Raises:
            RecorderError: the key is gone or damaged.
            DataFolderError: the file is no database, or a newer Plumbline wrote it.
        """
        engine = open_database(folder.audit, migrations=MIGRATIONS, head=HEAD)
        key_file, configured = folder.path / KEY_FILE, settings.audit_key
        started = key_file.exists()
        key = read_audit_key(configured, key_file) if started else make_audit_key(configured)
        log = cls(engine, key, parameters=parameters, keep_text=settings.audit_text)
        if not started:
            # The key comes last: whatever a crash leaves before it, the next start begins anew.
            log._start()
            key.save(key_file, configured=configured is not None)
        return log

    def _start(self) -> None:
        with _translated(), self._engine.begin() as connection:
            if connection.scalar(select(tables.answers.c.number).limit(1)) is not None:
                raise RecorderError(f"the key {KEY_FILE} of the audit log is gone: restore it from a backup")
            connection.execute(delete(tables.head))
            seal = self._seal(0, START)
            connection.execute(insert(tables.head).values(id=1, count=0, last_hash=START, seal=seal))

    def close(self) -> None:
        self._engine.dispose()

    def record(self, record: AnswerRecord) -> None:
        """Commit the row, or raise RecorderError: then nothing may be released."""
        values = row_values(
            record, hashed=self._key.hash, parameters=self._parameters, keep_text=self._keep_text
        )
        with self._lock, _translated(), self._engine.begin() as connection:
            self._append(connection, values)

    def _append(self, connection: Connection, values: Mapping[str, Value]) -> None:
        head = self._sealed_head(connection)
        number = head.count + 1
        row = {
            "number": number,
            "time": datetime.now(UTC).isoformat(timespec="microseconds"),
            **values,
            "previous_hash": head.last_hash,
        }
        digest = self._digest(row)
        connection.execute(insert(tables.answers).values(**row, hash=digest))
        seal = self._seal(number, digest)
        connection.execute(update(tables.head).values(count=number, last_hash=digest, seal=seal))

    def count(self) -> int:
        """Return how many answers are recorded; raise RecorderError when the next one could not be."""
        with self._lock, _translated(), self._engine.connect() as connection:
            return self._sealed_head(connection).count

    def verify_chain(self) -> ChainReport:
        """Walk all rows: one changed, removed (also at the end) or out of order is found.

        Raises:
            RecorderError: the database cannot be read.
        """
        with self._lock, _translated(), self._engine.connect() as connection:
            head = self._find_head(connection)
            count, last_hash = 0, START
            for row in _rows(connection):
                problem = self._problem(row, number=count + 1, previous=last_hash)
                if problem:
                    return ChainReport(count, intact=False, broken_row=count + 1, problem=problem)
                count, last_hash = count + 1, str(row["hash"])
            return self._compare_head(head, count=count, last_hash=last_hash)

    def _problem(self, row: RowMapping, *, number: int, previous: str) -> str | None:
        if row["number"] != number:
            return f"row {number} was removed"
        if row["previous_hash"] != previous:
            return f"row {number} does not follow the row before it"
        content = {name: value for name, value in row.items() if name != "hash"}
        return None if row["hash"] == self._digest(content) else f"row {number} was changed"

    def _compare_head(self, head: _Head | None, *, count: int, last_hash: str) -> ChainReport:
        if head is None:
            problem = "the record of how many rows there are is gone"
            return ChainReport(count, intact=False, broken_row=count + 1, problem=problem)
        broken = count + 1 if count < head.count else max(count, 1)
        if head.seal != self._seal(head.count, head.last_hash):
            problem = "the record of how many rows there are was changed"
            return ChainReport(count, intact=False, broken_row=broken, problem=problem)
        if (count, last_hash) != (head.count, head.last_hash):
            problem = f"{head.count} rows were written, {count} are there"
            return ChainReport(count, intact=False, broken_row=broken, problem=problem)
        return ChainReport(count, intact=True)

    def _find_head(self, connection: Connection) -> _Head | None:
        row = connection.execute(select(tables.head)).mappings().one_or_none()
        return None if row is None else _Head(row["count"], row["last_hash"], row["seal"])

    def _sealed_head(self, connection: Connection) -> _Head:
        head = self._find_head(connection)
        if head is None or head.seal != self._seal(head.count, head.last_hash):
            raise RecorderError("the audit log was changed from outside: see `plumbline audit verify`")
        return head

    def _seal(self, count: int, last_hash: str) -> str:
        return self._key.hash("head", f"{count}:{last_hash}")

    def _digest(self, row: Mapping[str, object]) -> str:
        return self._key.hash("row", json.dumps(dict(row), sort_keys=True, separators=(",", ":")))


def _rows(connection: Connection) -> Iterator[RowMapping]:
    statement = select(tables.answers).order_by(tables.answers.c.number)
    return iter(connection.execution_options(yield_per=READ_ROWS).execute(statement).mappings())


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as exc:
        raise RecorderError(f"the audit log cannot be used: {exc.__cause__ or exc}") from exc
