"""GET /healthz and /readyz: is the process alive, and does every part of it work."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from api.dependencies import OpenedBackend
from api.readiness import Readiness, summarise

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="Is the process alive")
async def check_health() -> Alive:
    return Alive()


@router.get("/readyz", summary="Does every part work", responses={503: {"model": Readiness}})
def check_readiness(backend: OpenedBackend, response: Response) -> Readiness:
    """Try each part. 503 when one fails; a part that falls back or is off does not."""
    readiness = summarise(backend.check_parts())
    response.status_code = 200 if readiness.ready else 503
    return readiness
