"""POST /v1/search: the chunks an answer would be made from."""

from fastapi import APIRouter

from api.dependencies import AnyBackend
from api.routes.problem_responses import problems
from api.schemas import SearchResult, SearchRow

router = APIRouter(tags=["search"])


@router.post("/search", summary="Find chunks of documents", responses=problems(400, 404, 409, 503))
def search_chunks(row: SearchRow, backend: AnyBackend) -> SearchResult:
    """Best first. Only live versions, and only what the caller's audiences may see."""
    return backend.search(row)
