"""Errors as HTTP says them: problem details (RFC 9457), made from the table in `errors.py`."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import Scope

from api.errors import DOMAIN_ERRORS, INTERNAL, ErrorKind, kind_of

MEDIA_TYPE = "application/problem+json"
LOG = logging.getLogger(__name__)


class Problem(BaseModel):
    """What went wrong; `code` is stable and meant for programs, `detail` for people."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["there is no collection 'hr' (known: default)"])
    code: str = Field(examples=["unknown_collection"])
    request_id: str
    errors: dict[str, str] | None = Field(None, description="field → what is wrong with it")


def request_id_of(scope: Scope) -> str:
    found: str = scope.get("state", {}).get("request_id", "")
    return found


def problem_response(
    scope: Scope, kind: ErrorKind, detail: str, *, errors: dict[str, str] | None = None
) -> Response:
    problem = Problem(
        title=HTTPStatus(kind.status).phrase,
        status=kind.status,
        detail=detail,
        code=kind.code,
        request_id=request_id_of(scope),
        errors=errors,
    )
    return Response(problem.model_dump_json(exclude_none=True), kind.status, media_type=MEDIA_TYPE)


def install_problem_handlers(app: FastAPI) -> None:
    for kind in DOMAIN_ERRORS:
        app.add_exception_handler(kind, _on_domain_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_payload)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_surprise)


async def _on_domain_error(request: Request, error: Exception) -> Response:
    return problem_response(request.scope, kind_of(error), str(error))


async def _on_invalid_payload(request: Request, error: Exception) -> Response:
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    fields = {".".join(map(str, detail["loc"][1:])): str(detail["msg"]) for detail in found}
    detail = "; ".join(f"{field}: {message}" for field, message in fields.items())
    return problem_response(request.scope, ErrorKind(422, "invalid_payload", 2), detail, errors=fields)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else INTERNAL.status
    phrase = HTTPStatus(status).phrase
    code = phrase.lower().replace(" ", "_")
    response = problem_response(request.scope, ErrorKind(status, code, 2), phrase)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _on_surprise(request: Request, error: Exception) -> Response:
    LOG.error("request %s failed", request_id_of(request.scope), exc_info=error)
    return problem_response(request.scope, INTERNAL, "something went wrong here; the log says what")
