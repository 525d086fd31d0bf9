"""What routes need, as `Annotated` aliases; tests override `get_backend`."""

from typing import Annotated, TypedDict

from fastapi import Depends, Request

from api.backend import Backend, ServingBackend
from api.document_backend import DocumentBackend
from api.problems import request_id_of
from ingest.job_desk import JobDesk


class State(TypedDict):
    """What the lifespan opened."""

    backend: ServingBackend


def get_backend(request: Request) -> ServingBackend:
    backend: ServingBackend = request.state.backend
    return backend


def get_documents(request: Request) -> DocumentBackend:
    return get_backend(request).documents


def get_jobs(request: Request) -> JobDesk:
    return get_backend(request).jobs


def get_default_collection(request: Request) -> str:
    return get_backend(request).default_collection


def get_request_id(request: Request) -> str:
    return request_id_of(request.scope)


RequestId = Annotated[str, Depends(get_request_id)]
AnyBackend = Annotated[Backend, Depends(get_backend)]
OpenedBackend = Annotated[ServingBackend, Depends(get_backend)]
Documents = Annotated[DocumentBackend, Depends(get_documents)]
Jobs = Annotated[JobDesk, Depends(get_jobs)]
DefaultCollection = Annotated[str, Depends(get_default_collection)]
