"""Keeps the jobs in a database of their own, so that they outlive the process."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, Update, delete, func, insert, select, update

from ingest.archive_listing import find_archive
from ingest.errors import IdempotencyConflictError, JobFinishedError, JobQueueFullError, UnknownJobError
from ingest.job_rows import file_rows, job_row, report_text, to_counts, to_file, to_job
from ingest.job_tables import job_files, jobs
from ingest.jobs import IngestJob, JobFile, JobPage, JobState, NewJob
from ingest.outcome import FileOutcome, FileState
from ingest.report import SyncReport
from retrieval.database import open_database, translate_errors

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0001"
# History is for people who follow up on an upload; without an end it would grow for ever.
KEEP_FINISHED = 1000
UNFINISHED = jobs.c.state.in_([state for state in JobState if not state.finished])

_WAITING = (FileState.WAITING,)
_WORSE = {
    FileState.WAITING: (),
    FileState.QUARANTINED: _WAITING,
    FileState.UNCHANGED: (*_WAITING, FileState.QUARANTINED),
    FileState.INDEXED: (*_WAITING, FileState.QUARANTINED, FileState.UNCHANGED),
}


class JobStore:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> "JobStore":
        engine = open_database(path, migrations=MIGRATIONS, head=HEAD)
        translate_errors(engine, path)
        return cls(engine)

    def close(self) -> None:
        self._engine.dispose()

    def add(self, new: NewJob, *, max_waiting: int) -> IngestJob:
        """Queue the job, or return the one that the same key and content were sent for before.

        Raises:
            IdempotencyConflictError: the key was used for other content.
            JobQueueFullError: that many jobs are unfinished already.
        """
        with self._engine.begin() as connection:
            # Takes the write lock before anything is read: two uploads with one key must not both go in.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            known = None if new.key is None else _find_by_key(connection, new.key)
            if known is None:
                _check_room(connection, max_waiting)
                connection.execute(insert(jobs), job_row(new, created_at=_now()))
                connection.execute(insert(job_files), file_rows(new))
                known = (new.id, new.fingerprint)
        if known[1] != new.fingerprint:
            raise IdempotencyConflictError(f"the key {new.key!r} was sent before with other files or fields")
        return self.get(known[0])

    def check_room(self, max_waiting: int) -> None:
        with self._engine.connect() as connection:
            _check_room(connection, max_waiting)

    def get(self, job_id: str) -> IngestJob:
        found = self._select(jobs.c.id == job_id, limit=1)
        if not found:
            raise UnknownJobError(f"there is no job {job_id}")
        return found[0]

    def page(self, *, limit: int, offset: int = 0, state: JobState | None = None) -> JobPage:
        """Return a page of jobs, the latest first."""
        wanted = jobs.c.state == state if state else jobs.c.number.is_not(None)
        with self._engine.connect() as connection:
            total = connection.scalar(select(func.count()).select_from(jobs).where(wanted)) or 0
        return JobPage(self._select(wanted, limit=limit, offset=offset), total)

    def files(self, job_id: str, *, limit: int, offset: int = 0) -> list[JobFile]:
        statement = select(job_files).where(job_files.c.job == job_id).order_by(job_files.c.path)
        with self._engine.connect() as connection:
            return [to_file(row) for row in connection.execute(statement.limit(limit).offset(offset))]

    def unfinished(self) -> set[str]:
        with self._engine.connect() as connection:
            return set(connection.scalars(select(jobs.c.id).where(UNFINISHED)))

    def start_next(self) -> IngestJob | None:
        """Mark the job that waited longest as running and return it."""
        oldest = select(jobs.c.id).where(jobs.c.state == JobState.QUEUED).order_by(jobs.c.number).limit(1)
        start = update(jobs).where(jobs.c.id == oldest.scalar_subquery(), jobs.c.state == JobState.QUEUED)
        started = start.values(state=JobState.RUNNING, started_at=_now()).returning(jobs.c.id)
        with self._engine.begin() as connection:
            found = connection.scalar(started)
        return None if found is None else self.get(found)

    def note(self, job_id: str, outcomes: Sequence[FileOutcome]) -> None:
        """Record what became of files. What was said of a file before a restart stays.

        An archive counts by the best that became of its documents: indexed when one of them was.
        """
        with self._engine.begin() as connection:
            for outcome in outcomes:
                noted = connection.execute(_note(job_id, outcome.path, outcome, instead=_WAITING))
                archive = find_archive(outcome.path)
                if not noted.rowcount and archive is not None:
                    connection.execute(_note(job_id, archive, outcome, instead=_WORSE[outcome.state]))

    def finish(
        self, job_id: str, state: JobState, *, reason: str | None = None, report: SyncReport | None = None
    ) -> None:
        values = {"state": state, "finished_at": _now(), "reason": reason, "report": report_text(report)}
        with self._engine.begin() as connection:
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(values))

    def request_cancel(self, job_id: str) -> IngestJob:
        """Cancel a job that waits; one that runs is marked, and its runner stops it.

        Raises:
            UnknownJobError: there is no such job.
            JobFinishedError: it succeeded or failed already.
        """
        waits = update(jobs).where(jobs.c.id == job_id, jobs.c.state == JobState.QUEUED)
        runs = update(jobs).where(jobs.c.id == job_id, jobs.c.state == JobState.RUNNING)
        with self._engine.begin() as connection:
            cancelled = {"state": JobState.CANCELLED, "finished_at": _now(), "cancel_requested": True}
            connection.execute(waits.values(cancelled))
            connection.execute(runs.values(cancel_requested=True))
        job = self.get(job_id)
        if job.state in (JobState.SUCCEEDED, JobState.FAILED):
            raise JobFinishedError(f"job {job_id} has {job.state} already")
        return job

    def requeue_interrupted(self) -> None:
        """Put back what a stopped or killed process was running, unless its cancellation was asked for."""
        runs = update(jobs).where(jobs.c.state == JobState.RUNNING)
        with self._engine.begin() as connection:
            cancelled = {"state": JobState.CANCELLED, "finished_at": _now()}
            connection.execute(runs.where(jobs.c.cancel_requested).values(cancelled))
            connection.execute(runs.values(state=JobState.QUEUED))

    def forget_old(self, *, keep: int = KEEP_FINISHED) -> None:
        """Forget all but the latest finished jobs, with their keys."""
        latest = select(jobs.c.number).where(~UNFINISHED).order_by(jobs.c.number.desc()).limit(keep)
        old = select(jobs.c.id).where(~UNFINISHED, jobs.c.number.not_in(latest))
        with self._engine.begin() as connection:
            connection.execute(delete(job_files).where(job_files.c.job.in_(old)))
            connection.execute(delete(jobs).where(jobs.c.id.in_(old)))

    def _select(self, wanted: ColumnElement[bool], *, limit: int, offset: int = 0) -> list[IngestJob]:
        statement = select(jobs).where(wanted).order_by(jobs.c.number.desc()).limit(limit).offset(offset)
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
            counted = _count_files(connection, [row.id for row in rows])
        return [to_job(row, to_counts(counted.get(row.id, {}))) for row in rows]


def _note(job_id: str, path: str, outcome: FileOutcome, *, instead: Sequence[FileState]) -> Update:
    inner = outcome.path.removeprefix(path).strip("/")
    reason = f"{inner}: {outcome.reason}" if inner and outcome.reason else outcome.reason
    return (
        update(job_files)
        .where(job_files.c.job == job_id, job_files.c.path == path, job_files.c.state.in_(instead))
        .values(state=outcome.state, reason=reason)
    )


def _find_by_key(connection: Connection, key: str) -> tuple[str, str] | None:
    row = connection.execute(select(jobs.c.id, jobs.c.fingerprint).where(jobs.c.key == key)).first()
    return None if row is None else (row.id, row.fingerprint)


def _check_room(connection: Connection, max_waiting: int) -> None:
    waiting = connection.scalar(select(func.count()).select_from(jobs).where(UNFINISHED)) or 0
    if waiting >= max_waiting:
        raise JobQueueFullError(f"{waiting} jobs are waiting already: send this again when some are done")


def _count_files(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    column = job_files.c
    grouped = select(column.job, column.state, func.count().label("files")).group_by(column.job, column.state)
    counts: dict[str, dict[str, int]] = {}
    for row in connection.execute(grouped.where(column.job.in_(ids))):
        counts.setdefault(row.job, {})[row.state] = row.files
    return counts


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
