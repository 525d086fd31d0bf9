"""POST /v1/verify: check any answer against given contexts."""

from fastapi import APIRouter

from api.dependencies import AnyBackend
from api.routes.problem_responses import problems
from api.schemas import VerifyResult, VerifyRow

router = APIRouter(tags=["verify"])


@router.post("/verify", summary="Check an answer against contexts", responses=problems(503))
def verify_answer(row: VerifyRow, backend: AnyBackend) -> VerifyResult:
    """For answers made elsewhere: a verdict per claim, with reasons and the evidence it stands on."""
    return backend.verify(row)
