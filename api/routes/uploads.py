"""POST /v1/documents: files come in and become a job."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from api.dependencies import DefaultCollection, Jobs
from api.receiving import receive_job
from api.routes.problem_responses import problems
from api.upload_rows import describe_body
from ingest.jobs import IngestJob

router = APIRouter(tags=["documents"])
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="a name for this upload: sent again with the same content, it is the same job",
    ),
]


@router.post(
    "/documents",
    status_code=202,
    summary="Upload documents",
    responses=problems(400, 409, 500, 503, 507),
    openapi_extra={"requestBody": describe_body()},
)
async def upload_documents(
    request: Request,
    response: Response,
    *,
    jobs: Jobs,
    collection: DefaultCollection,
    key: IdempotencyKey = None,
) -> IngestJob:
    """The files are received, then indexed one by one in the background: follow the job that is returned.

    A document whose path its source has already is replaced. A file that cannot be read is quarantined with
    its reason, and the others go on.
    """
    job = await receive_job(request, jobs, collection=collection, key=key)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job
