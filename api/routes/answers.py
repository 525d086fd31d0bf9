"""POST /v1/answers: one question, one checked answer."""

from fastapi import APIRouter

from answer.answer import Answer
from api.dependencies import AnyBackend, RequestId
from api.routes.problem_responses import problems
from api.schemas import AskRow

router = APIRouter(tags=["answers"])


@router.post(
    "/answers", summary="Answer a question from the documents", responses=problems(400, 404, 409, 503)
)
def create_answer(row: AskRow, backend: AnyBackend, request_id: RequestId) -> Answer:
    """Every claim of `text` was checked against the documents; `decision` says why when nothing is released.

    A question that cannot be answered is a decision with status 200, never an error.
    """
    return backend.answer(row, request_id=request_id)
