"""GET /v1/jobs and /v1/jobs/{id}, POST /v1/jobs/{id}/cancel: follow uploads, and stop them."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import Jobs
from api.document_rows import PageRow
from api.job_rows import JobDetail, JobList, JobPageRow, to_detail
from api.routes.problem_responses import problems
from ingest.jobs import IngestJob

router = APIRouter(prefix="/jobs", tags=["jobs"])


@router.get("", summary="List ingest jobs", responses=problems(500))
def list_jobs(page: Annotated[JobPageRow, Query()], jobs: Jobs) -> JobList:
    """The latest first."""
    found = jobs.page(limit=page.limit, offset=page.offset, state=page.state)
    return JobList(tuple(found.jobs), found.total)


@router.get("/{job_id}", summary="Follow an ingest job", responses=problems(404, 500))
def get_job(job_id: str, page: Annotated[PageRow, Query()], jobs: Jobs) -> JobDetail:
    """How far it has come, and what became of each file; `limit` and `offset` page through the files."""
    return to_detail(jobs.get(job_id), jobs.files(job_id, limit=page.limit, offset=page.offset))


@router.post("/{job_id}/cancel", summary="Cancel an ingest job", responses=problems(404, 409, 500))
def cancel_job(job_id: str, jobs: Jobs) -> IngestJob:
    """At once if it waits, after the files in hand if it runs. Documents that are indexed already stay."""
    return jobs.cancel(job_id)
