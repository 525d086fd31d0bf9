"""The problem answers of the routes, for the OpenAPI page."""

from typing import Any

from api.problems import MEDIA_TYPE, Problem

MEANINGS = {
    400: "the request cannot be used: an empty or too long question, an impossible name, a broken upload",
    403: "the request did not come from this machine",
    404: "there is no such collection, document or job",
    409: "the collection was built by another embedding model, the key was sent with other content, or the "
    "job has finished",
    413: "the request is too large",
    422: "the payload does not fit the schema",
    500: "the data folder cannot be used",
    503: "a part that is needed does not work now, or too many jobs are waiting; nothing was released",
    507: "no room is left on the disk of the data folder",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problem answers of a route; every route has 403, 413 and 422."""
    schema = Problem.model_json_schema()
    return {
        status: {"description": MEANINGS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in sorted({*statuses, 403, 413, 422})
    }
