"""What routes need, as `Annotated` aliases; tests override `get_backend`."""

from typing import Annotated, TypedDict

from fastapi import Depends, Request

from api.backend import Backend, ServingBackend
from api.problems import request_id_of


class State(TypedDict):
    """What the lifespan opened."""

    backend: ServingBackend


def get_backend(request: Request) -> ServingBackend:
    backend: ServingBackend = request.state.backend
    return backend


def get_request_id(request: Request) -> str:
    return request_id_of(request.scope)


RequestId = Annotated[str, Depends(get_request_id)]
AnyBackend = Annotated[Backend, Depends(get_backend)]
OpenedBackend = Annotated[ServingBackend, Depends(get_backend)]
