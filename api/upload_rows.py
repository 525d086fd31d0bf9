"""The fields that come with an upload, and its description for the OpenAPI page."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ingest.jobs import UPLOADS, JobOrder


def _printable(name: str) -> str:
    if any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in name):
        raise ValueError("must hold no control characters")
    return name


Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_printable)]


class UploadRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    collection: Name | None = Field(None, description="the collection; none means the default")
    source: Name = Field(UPLOADS, description="what the documents are filed under, with their path")
    audiences: list[Name] = Field([], max_length=1000, description="only these may see them; may be repeated")
    sync: bool = Field(False, description="also delete the source's documents that are not in this upload")

    def to_order(self, *, collection: str) -> JobOrder:
        return JobOrder(self.collection or collection, self.source, tuple(self.audiences), self.sync)


def read_fields(fields: Mapping[str, Sequence[str]]) -> UploadRow:
    """Return the fields of a form, where only audiences may be repeated.

    Raises:
        RequestValidationError: a field is unknown, repeated or does not fit.
    """
    values = {
        name: list(given) if name == "audiences" or len(given) > 1 else given[0]
        for name, given in fields.items()
    }
    try:
        return UploadRow.model_validate(values)
    except ValidationError as exc:
        details = exc.errors(include_url=False, include_context=False)
        raise RequestValidationError(
            [{**detail, "loc": ("body", *detail["loc"])} for detail in details]
        ) from exc


def describe_body() -> dict[str, Any]:
    """Describe the multipart body, which FastAPI does not see since it is read as a stream."""
    schema = UploadRow.model_json_schema()
    schema["properties"]["files"] = {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "description": "the files; each file name is the path inside the source, with forward slashes",
    }
    schema["required"] = ["files"]
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
