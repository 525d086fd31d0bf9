"""The wire shapes of jobs: one with a page of its files, and pages of jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from api.document_rows import PageRow
from ingest.jobs import IngestJob, JobFile, JobState


class JobPageRow(PageRow):
    state: JobState | None = None


@dataclass(frozen=True, slots=True)
class JobDetail(IngestJob):
    """The job with one page of its files, by path; `counts` are of all of them."""

    files: tuple[JobFile, ...] = ()


@dataclass(frozen=True, slots=True)
class JobList:
    """The latest jobs first; `total` counts all that fit, on every page."""

    jobs: tuple[IngestJob, ...]
    total: int


def to_detail(job: IngestJob, files: Sequence[JobFile]) -> JobDetail:
    values = {field.name: getattr(job, field.name) for field in fields(job)}
    return JobDetail(**values, files=tuple(files))
