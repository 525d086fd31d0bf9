from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest.errors import IdempotencyConflictError, JobFinishedError, JobQueueFullError, UnknownJobError
from ingest.job_store import JobStore
from ingest.jobs import IngestJob, JobCounts, JobFile, JobOrder, JobState, NewJob
from ingest.outcome import FileOutcome, FileState
from ingest.report import SyncReport
from ingest.uploads import UploadedFile

FILES = (UploadedFile("a.md", 1, "h1"), UploadedFile("b.md", 2, "h2"))


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[JobStore]:
    store = JobStore.open(tmp_path / "jobs.db")
    yield store
    store.close()


def _add(
    jobs: JobStore, id_: str, *, key: str | None = None, files: tuple[UploadedFile, ...] = FILES
) -> IngestJob:
    return jobs.add(NewJob(id_, JobOrder("kb", audiences=("staff",)), files, key), max_waiting=3)


def _running(jobs: JobStore, id_: str) -> str:
    _add(jobs, id_)
    started = jobs.start_next()
    assert started is not None
    assert (started.id, started.state) == (id_, JobState.RUNNING)
    return id_


class TestAdding:
    def test_a_new_job_waits_with_all_its_files(self, jobs: JobStore) -> None:
        job = _add(jobs, "one")

        assert (job.state, job.collection, job.source) == (JobState.QUEUED, "kb", "uploads")
        assert (job.audiences, job.sync, job.report) == (("staff",), False, None)
        assert job.counts == JobCounts(files=2, waiting=2)
        assert jobs.files("one", limit=10)[1] == JobFile("b.md", 2, FileState.WAITING)

    def test_a_key_sent_again_with_the_same_content_gives_the_same_job(self, jobs: JobStore) -> None:
        _add(jobs, "one", key="k")

        assert _add(jobs, "two", key="k").id == "one"
        assert jobs.unfinished() == {"one"}

    def test_a_key_sent_with_other_content_is_a_conflict(self, jobs: JobStore) -> None:
        _add(jobs, "one", key="k")
        with pytest.raises(IdempotencyConflictError):
            _add(jobs, "two", key="k", files=FILES[:1])

    def test_without_a_key_the_same_content_is_another_job(self, jobs: JobStore) -> None:
        assert {_add(jobs, "one").id, _add(jobs, "two").id} == {"one", "two"}

    def test_a_key_sent_many_times_at_once_makes_one_job(self, jobs: JobStore) -> None:
        with ThreadPoolExecutor(8) as threads:
            made = list(threads.map(lambda number: _add(jobs, str(number), key="k").id, range(16)))
        assert len(set(made)) == len(jobs.unfinished()) == 1

    def test_a_full_queue_takes_no_more_until_one_is_done(self, jobs: JobStore) -> None:
        for id_ in ("one", "two", "three"):
            _add(jobs, id_, key=id_)
        with pytest.raises(JobQueueFullError):
            _add(jobs, "four")
        with pytest.raises(JobQueueFullError):
            jobs.check_room(3)
        assert _add(jobs, "again", key="three").id == "three"

        jobs.finish("one", JobState.SUCCEEDED)
        assert _add(jobs, "four").id == "four"


class TestProgress:
    def test_jobs_start_in_the_order_they_came(self, jobs: JobStore) -> None:
        _add(jobs, "z")
        _add(jobs, "a")
        started = [jobs.start_next(), jobs.start_next()]

        assert [job.id for job in started if job] == ["z", "a"]
        assert jobs.start_next() is None

    def test_outcomes_are_counted_and_kept_with_their_reason(self, jobs: JobStore) -> None:
        _running(jobs, "one")
        bad = FileOutcome("uploads", "a.md", FileState.QUARANTINED, "the file is empty")
        jobs.note("one", [bad, FileOutcome("uploads", "no such", FileState.INDEXED)])

        assert jobs.get("one").counts == JobCounts(files=2, waiting=1, quarantined=1)
        assert jobs.files("one", limit=1) == [JobFile("a.md", 1, FileState.QUARANTINED, "the file is empty")]
        assert jobs.files("one", limit=1, offset=1)[0].path == "b.md"

    def test_what_was_indexed_before_a_restart_stays_indexed(self, jobs: JobStore) -> None:
        _running(jobs, "one")
        jobs.note("one", [FileOutcome("uploads", "a.md", FileState.INDEXED)])
        jobs.requeue_interrupted()
        jobs.note("one", [FileOutcome("uploads", "a.md", FileState.UNCHANGED)])

        assert jobs.get("one").counts.indexed == 1

    @pytest.mark.parametrize(
        ("states", "expected"),
        [
            ([FileState.QUARANTINED], JobFile("kb.zip", 9, FileState.QUARANTINED, "0.md: encrypted")),
            ([FileState.QUARANTINED, FileState.UNCHANGED], JobFile("kb.zip", 9, FileState.UNCHANGED)),
            ([FileState.UNCHANGED, FileState.INDEXED], JobFile("kb.zip", 9, FileState.INDEXED)),
            ([FileState.INDEXED, FileState.QUARANTINED], JobFile("kb.zip", 9, FileState.INDEXED)),
        ],
    )
    def test_an_archive_is_what_the_best_of_its_documents_is(
        self, jobs: JobStore, states: list[FileState], expected: JobFile
    ) -> None:
        _add(jobs, "one", files=(UploadedFile("kb.zip", 9, "h"),))
        for number, state in enumerate(states):
            reason = "encrypted" if state is FileState.QUARANTINED else None
            jobs.note("one", [FileOutcome("uploads", f"kb.zip/{number}.md", state, reason)])

        assert jobs.files("one", limit=10) == [expected]

    def test_a_finished_job_keeps_its_report(self, jobs: JobStore) -> None:
        _running(jobs, "one")
        report = SyncReport(files=2, added=1, quarantined={"a.md": "empty"}, findings={"b.md": ["odd"]})
        jobs.finish("one", JobState.SUCCEEDED, report=report)

        job = jobs.get("one")
        assert (job.state, job.report) == (JobState.SUCCEEDED, report)
        assert job.started_at is not None
        assert job.finished_at is not None
        assert job.created_at <= job.started_at <= job.finished_at


class TestCancelling:
    def test_a_waiting_job_is_cancelled_at_once_and_again_without_harm(self, jobs: JobStore) -> None:
        _add(jobs, "one")

        assert jobs.request_cancel("one").state is JobState.CANCELLED
        assert jobs.request_cancel("one").state is JobState.CANCELLED
        assert jobs.start_next() is None

    def test_a_running_one_is_marked(self, jobs: JobStore) -> None:
        _running(jobs, "one")
        job = jobs.request_cancel("one")

        assert (job.state, job.cancel_requested) == (JobState.RUNNING, True)

    @pytest.mark.parametrize("state", [JobState.SUCCEEDED, JobState.FAILED])
    def test_a_finished_one_cannot_be_cancelled(self, state: JobState, jobs: JobStore) -> None:
        _running(jobs, "one")
        jobs.finish("one", state)
        with pytest.raises(JobFinishedError, match=state):
            jobs.request_cancel("one")

    def test_an_unknown_one_is_unknown(self, jobs: JobStore) -> None:
        with pytest.raises(UnknownJobError):
            jobs.request_cancel("one")


def test_jobs_outlive_the_process_and_go_on_unless_they_were_cancelled(tmp_path: Path) -> None:
    before = JobStore.open(tmp_path / "jobs.db")
    _running(before, "going")
    _running(before, "cancelled")
    before.request_cancel("cancelled")
    before.close()
    after = JobStore.open(tmp_path / "jobs.db")
    after.requeue_interrupted()

    assert after.unfinished() == {"going"}
    assert after.get("cancelled").state is JobState.CANCELLED
    after.close()


def test_pages_show_the_latest_first_and_can_be_narrowed(jobs: JobStore) -> None:
    for id_ in ("one", "two", "three"):
        _add(jobs, id_)
    jobs.finish("two", JobState.FAILED, reason="the disk is full")

    page = jobs.page(limit=2)
    assert ([job.id for job in page.jobs], page.total) == (["three", "two"], 3)
    assert [job.id for job in jobs.page(limit=2, offset=2).jobs] == ["one"]
    (failed,) = jobs.page(limit=9, state=JobState.FAILED).jobs
    assert failed.reason == "the disk is full"


def test_old_finished_jobs_are_forgotten_and_unfinished_ones_never(jobs: JobStore) -> None:
    for id_ in ("waiting", "old", "new"):
        _add(jobs, id_, key=id_)
    jobs.finish("old", JobState.FAILED)
    jobs.finish("new", JobState.SUCCEEDED)
    jobs.forget_old(keep=1)

    assert [job.id for job in jobs.page(limit=9).jobs] == ["new", "waiting"]
    assert jobs.files("old", limit=1) == []
    assert _add(jobs, "again", key="old").id == "again"
