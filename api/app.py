"""The HTTP service: routes, middleware and error handlers around one opened backend."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.backend import ServingBackend
from api.dependencies import State
from api.middleware import BodyLimitMiddleware, LoopbackOnlyMiddleware, RequestIdMiddleware
from api.problems import install_problem_handlers
from api.routes import answers, documents, health, jobs, screen, search, uploads, verify
from api.sections import ApiSettings

DESCRIPTION = """\
Answers from your own documents, every claim checked against them before anyone reads it.

Errors are problem details (`application/problem+json`) with a stable `code`. Every response carries
`X-Request-ID`; send your own to find a request again.
"""


def create_app(
    settings: ApiSettings, open_backend: Callable[[], AbstractContextManager[ServingBackend]]
) -> FastAPI:
    """Return the service; `open_backend` is entered when it starts and left when it stops."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        with open_backend() as backend:
            yield {"backend": backend}

    app = FastAPI(
        title="Plumbline",
        version=version("plumbline"),
        description=DESCRIPTION,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
    )
    for routes in (answers, search, verify, screen, uploads, documents, jobs):
        app.include_router(routes.router, prefix="/v1")
    app.include_router(health.router)
    install_problem_handlers(app)
    # The last one added is the outermost.
    app.add_middleware(
        BodyLimitMiddleware, max_bytes=settings.max_body_bytes, exempt=[("POST", "/v1/documents")]
    )
    app.add_middleware(LoopbackOnlyMiddleware)
    app.add_middleware(RequestIdMiddleware)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
