import threading
from pathlib import Path

import pytest

from ingest.errors import IngestError, SourceConflictError
from ingest.jobs import JobCounts, JobOrder, JobState
from retrieval.errors import IndexUnavailableError
from tests.ingest.job_folders import FakeSync, Office, open_office

PAGES = {"a.md": "# A\n\nText.", "sub/b.md": "# B\n\nText."}


def test_a_job_runs_to_its_end_and_its_files_are_gone(tmp_path: Path) -> None:
    sync = FakeSync()
    with open_office(tmp_path, sync) as office, office.desk.working():
        sent = office.send(PAGES, order=JobOrder("kb", "docs", ("staff",), sync=True))
        job = office.wait(sent.id)

        assert (job.state, job.counts) == (JobState.SUCCEEDED, JobCounts(files=2, indexed=2))
        assert job.report is not None
        assert job.report.added == 2
        assert office.left() == []
    (request,) = sync.requests
    assert (request.collection, request.source, request.audiences) == ("kb", "docs", ("staff",))
    assert (request.delete_missing, request.origin) == (True, "uploads")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (SourceConflictError("the name is taken"), "the name is taken"),
        (IndexUnavailableError("the index is broken"), "the index is broken"),
        (ValueError("/srv/secret"), "something went wrong here; the log says what"),
    ],
)
def test_a_job_that_breaks_fails_with_its_reason_and_the_next_one_runs(
    error: Exception, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    errors = [error]

    def break_once() -> None:
        if errors:
            raise errors.pop()

    with open_office(tmp_path, FakeSync(break_once)) as office, office.desk.working():
        broken, next_ = office.send(PAGES), office.send(PAGES)

        failed = office.wait(broken.id)
        assert (failed.state, failed.reason) == (JobState.FAILED, reason)
        assert office.wait(next_.id).state is JobState.SUCCEEDED
        assert office.left() == []
    assert bool(caplog.records) is not isinstance(error, IngestError | IndexUnavailableError)


def test_a_job_that_breaks_tells_what_it_had_indexed(tmp_path: Path) -> None:
    steps = iter([None, ValueError("broken")])

    def break_at_the_second() -> None:
        error = next(steps)
        if error is not None:
            raise error

    with open_office(tmp_path, FakeSync(break_at_the_second)) as office:
        sent = office.send(PAGES)
        assert office.desk._runner.work_once()
        assert office.store.get(sent.id).counts == JobCounts(files=2, waiting=1, indexed=1)


def test_jobs_run_one_at_a_time(tmp_path: Path) -> None:
    inside, most = 0, 0

    def count() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        threading.Event().wait(0.01)
        inside -= 1

    with open_office(tmp_path, FakeSync(count)) as office, office.desk.working():
        for job in [office.send(PAGES) for _ in range(4)]:
            office.wait(job.id)
    assert most == 1


class TestCancelling:
    def test_a_running_job_stops_after_the_file_in_hand(self, tmp_path: Path) -> None:
        reached, go_on = threading.Event(), threading.Event()

        def pause() -> None:
            reached.set()
            go_on.wait()

        with open_office(tmp_path, FakeSync(pause)) as office, office.desk.working():
            sent = office.send(PAGES)
            reached.wait()
            assert office.desk.cancel(sent.id).cancel_requested
            go_on.set()
            job = office.wait(sent.id)

            assert (job.state, job.reason, job.report) == (JobState.CANCELLED, "stopped", None)
            assert job.counts.waiting == 2

    def test_a_waiting_job_never_starts_and_its_files_are_gone(self, tmp_path: Path) -> None:
        sync = FakeSync()
        with open_office(tmp_path, sync) as office:
            sent = office.send(PAGES)
            assert office.desk.cancel(sent.id).state is JobState.CANCELLED
            assert office.left() == []
            with office.desk.working():
                office.wait(office.send(PAGES).id)
        assert len(sync.requests) == 1


class TestRestart:
    def test_a_job_that_was_stopped_with_the_service_goes_on(self, tmp_path: Path) -> None:
        reached, go_on = threading.Event(), threading.Event()

        def pause() -> None:
            reached.set()
            go_on.wait()

        with open_office(tmp_path, FakeSync(pause)) as office:
            with office.desk.working():
                sent = office.send(PAGES)
                reached.wait()
                threading.Timer(0.05, go_on.set).start()
            assert office.store.get(sent.id).state is JobState.RUNNING
            assert office.left() == [sent.id]
        with open_office(tmp_path, FakeSync()) as office, office.desk.working():
            assert office.wait(sent.id).state is JobState.SUCCEEDED

    def test_a_job_that_waited_runs_and_a_broken_upload_is_cleaned(self, tmp_path: Path) -> None:
        with open_office(tmp_path, FakeSync()) as office:
            sent = office.send(PAGES)
            sink = office.desk.begin().create("half.md")
            sink.write(b"x")
            sink.abandon()
            assert len(office.left()) == 2
        with open_office(tmp_path, FakeSync()) as office, office.desk.working():
            assert office.wait(sent.id).counts.indexed == 2
            assert office.left() == []


def test_a_runner_that_was_never_started_can_be_stopped(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync()) as office:
        office.desk._runner.stop()


class TestWithoutADatabase:
    def test_the_runner_waits_until_it_is_back(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        with open_office(tmp_path, FakeSync()) as office:
            sent = office.send(PAGES)
            _rename_jobs(office, "jobs", "away")
            assert not office.desk._runner.work_once()
            _rename_jobs(office, "away", "jobs")
            assert office.desk._runner.work_once()

            assert office.store.get(sent.id).state is JobState.SUCCEEDED
        assert "the job database cannot be used" in caplog.text

    def test_a_job_whose_end_could_not_be_recorded_runs_again(self, tmp_path: Path) -> None:
        sync = FakeSync()
        with open_office(tmp_path, sync) as office:
            sync.step = lambda: _rename_jobs(office, "jobs", "away")
            sent = office.send({"a.md": "x"})
            assert not office.desk._runner.work_once()
            _rename_jobs(office, "away", "jobs")
            sync.step = lambda: None
            assert office.desk._runner.work_once()

            assert office.store.get(sent.id).state is JobState.SUCCEEDED
        assert len(sync.requests) == 2


def _rename_jobs(office: Office, old: str, new: str) -> None:
    with office.store._engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
