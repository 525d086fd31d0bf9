"""POST /v1/screen: look for prompt injection and personal data in any text."""

from fastapi import APIRouter

from api.dependencies import AnyBackend
from api.routes.problem_responses import problems
from api.schemas import ScreenRow
from verify.screening.screening import Screening

router = APIRouter(tags=["screen"])


@router.post("/screen", summary="Screen a text for injection and personal data", responses=problems())
def screen_text(row: ScreenRow, backend: AnyBackend) -> Screening:
    """`redacted` is the text with placeholders; all spans index the text as it was sent."""
    return backend.screen(row)
