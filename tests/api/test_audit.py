import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from answer.errors import RecorderError
from answer.ports import AnswerRecord
from answer.request import AnswerRequest
from api.audit import AuditLog, ChainReport
from api.sections import ApiSettings
from retrieval.chunk import Chunk
from retrieval.data_folder import DataFolder
from tests.api.fakes import make_answer

CHUNK = Chunk(
    "c1", "default", "handbook", "refunds.md", "v1", 0, "Refunds take up to 14 days.", 0, 27, "Refunds"
)
Edit = Callable[[sqlite3.Connection], object]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    opened = DataFolder(tmp_path / "data")
    yield opened
    opened.close()


def _open(folder: DataFolder, settings: ApiSettings | None = None) -> AuditLog:
    return AuditLog.open(folder, settings or ApiSettings(), parameters={"temperature": 0.3})


def _record(number: int = 0) -> AnswerRecord:
    request = AnswerRequest("How long do refunds take?", "default", user="ada@example.org")
    answer = replace(make_answer(request.question), request_id=f"request-{number}")
    return AnswerRecord(request, answer, (CHUNK,), "2")


def _fill(folder: DataFolder, rows: int) -> None:
    log = _open(folder)
    for number in range(rows):
        log.record(_record(number))
    log.close()


def _edit(folder: DataFolder, edit: Edit) -> None:
    connection = sqlite3.connect(folder.audit)
    with connection:
        edit(connection)
    connection.close()


def _verify(folder: DataFolder) -> ChainReport:
    log = _open(folder)
    try:
        return log.verify_chain()
    finally:
        log.close()


def test_an_empty_log_is_intact(folder: DataFolder) -> None:
    assert _verify(folder) == ChainReport(0, intact=True)


def test_an_untouched_log_is_intact_after_reopening(folder: DataFolder) -> None:
    _fill(folder, 3)
    _fill(folder, 2)
    assert _verify(folder) == ChainReport(5, intact=True)


def _swap(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE answers SET number = 99 WHERE number = 2")
    connection.execute("UPDATE answers SET number = 2 WHERE number = 3")
    connection.execute("UPDATE answers SET number = 3 WHERE number = 99")


@pytest.mark.parametrize(
    ("edit", "row", "problem"),
    [
        (lambda db: db.execute("UPDATE answers SET status='blocked' WHERE number=2"), 2, "row 2 was changed"),
        (lambda db: db.execute("UPDATE answers SET user_hash=NULL WHERE number=5"), 5, "row 5 was changed"),
        (lambda db: db.execute("UPDATE answers SET hash='0' WHERE number=2"), 2, "row 2 was changed"),
        (lambda db: db.execute("DELETE FROM answers WHERE number=1"), 1, "row 1 was removed"),
        (lambda db: db.execute("DELETE FROM answers WHERE number=3"), 3, "row 3 was removed"),
        (lambda db: db.execute("DELETE FROM answers WHERE number=5"), 5, "5 rows were written, 4 are there"),
        (lambda db: db.execute("DELETE FROM answers"), 1, "5 rows were written, 0 are there"),
        (_swap, 2, "row 2 does not follow the row before it"),
    ],
)
def test_a_changed_removed_or_reordered_row_is_found(
    edit: Edit, row: int, problem: str, folder: DataFolder
) -> None:
    _fill(folder, 5)
    _edit(folder, edit)
    assert _verify(folder) == ChainReport(row - 1, intact=False, broken_row=row, problem=problem)


def test_removing_the_last_row_and_adjusting_the_count_is_found(folder: DataFolder) -> None:
    _fill(folder, 3)

    def shorten(connection: sqlite3.Connection) -> None:
        (last,) = connection.execute("SELECT hash FROM answers WHERE number = 2").fetchone()
        connection.execute("DELETE FROM answers WHERE number = 3")
        connection.execute("UPDATE head SET count = 2, last_hash = ?", (last,))

    _edit(folder, shorten)
    report = _verify(folder)
    assert not report.intact
    assert report.problem == "the record of how many rows there are was changed"


def test_removing_all_rows_and_the_count_is_found(folder: DataFolder) -> None:
    _fill(folder, 2)
    _edit(folder, lambda db: [db.execute("DELETE FROM answers"), db.execute("DELETE FROM head")])
    assert _verify(folder).problem == "the record of how many rows there are is gone"


def test_a_log_that_was_taken_away_is_not_silently_started_anew(folder: DataFolder) -> None:
    _fill(folder, 2)
    for file in folder.path.glob("audit.db*"):
        file.unlink()
    assert _verify(folder).problem == "the record of how many rows there are is gone"
    log = _open(folder)
    with pytest.raises(RecorderError, match="changed from outside"):
        log.record(_record())
    log.close()


def test_a_log_whose_key_is_gone_refuses_to_go_on(folder: DataFolder) -> None:
    _fill(folder, 1)
    (folder.path / "audit.key").unlink()
    with pytest.raises(RecorderError, match="is gone: restore it"):
        _open(folder)


def test_a_start_that_was_interrupted_is_finished_by_the_next(folder: DataFolder) -> None:
    _open(folder).close()
    (folder.path / "audit.key").unlink()
    _fill(folder, 1)
    assert _verify(folder) == ChainReport(1, intact=True)


def test_nothing_is_recorded_after_the_head_was_tampered_with(folder: DataFolder) -> None:
    _fill(folder, 2)
    _edit(folder, lambda db: db.execute("UPDATE head SET count = 1"))
    log = _open(folder)
    with pytest.raises(RecorderError, match="changed from outside"):
        log.record(_record())
    log.close()


def test_a_database_that_fails_is_a_recorder_error_and_writes_nothing(folder: DataFolder) -> None:
    log = _open(folder)
    _edit(folder, lambda db: db.execute("ALTER TABLE answers RENAME COLUMN degraded TO gone"))
    with pytest.raises(RecorderError, match="the audit log cannot be used"):
        log.record(_record())
    assert log.count() == 0
    log.close()


def test_threads_write_one_unbroken_chain(folder: DataFolder) -> None:
    log = _open(folder)
    threads = [threading.Thread(target=log.record, args=(_record(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log.verify_chain() == ChainReport(8, intact=True)
    log.close()


def _read_file(folder: DataFolder) -> bytes:
    return b"".join(file.read_bytes() for file in folder.path.glob("audit.db*"))


def test_question_answer_and_user_are_kept_as_keyed_hashes_only(folder: DataFolder) -> None:
    _fill(folder, 1)
    stored = _read_file(folder)
    for text in (b"How long", b"14 days", b"ada@example.org"):
        assert text not in stored


def test_text_is_kept_when_configured_and_the_user_still_hashed(folder: DataFolder) -> None:
    log = _open(folder, ApiSettings(audit_text=True))
    log.record(_record())
    log.close()
    stored = _read_file(folder)
    assert b"How long do refunds take?" in stored
    assert b"ada@example.org" not in stored


def test_a_configured_key_needs_no_file_and_another_one_breaks_the_chain(folder: DataFolder) -> None:
    log = _open(folder, ApiSettings(audit_key=SecretStr("a" * 32)))
    log.record(_record())
    log.close()
    assert (folder.path / "audit.key").read_text() == "configured"
    other = _open(folder, ApiSettings(audit_key=SecretStr("b" * 32)))
    assert not other.verify_chain().intact
    other.close()
