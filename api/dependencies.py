"""What routes need, as `Annotated` aliases; tests override `get_backend`."""

from typing import Annotated, TypedDict

from fastapi import Depends, Request

from api.backend import Backend, ServingBackend


class State(TypedDict):
    """What the lifespan opened."""

    backend: ServingBackend


def get_backend(request: Request) -> ServingBackend:
    backend: ServingBackend = request.state.backend
    return backend


AnyBackend = Annotated[Backend, Depends(get_backend)]
OpenedBackend = Annotated[ServingBackend, Depends(get_backend)]
