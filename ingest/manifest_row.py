"""One line of a manifest: a document as text, as a file or by its address, and what is said about it."""

from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import from_json

from ingest.details import Details
from ingest.errors import UnreadableDocumentError
from ingest.inner_names import normalise_name
from ingest.loaders.content import Content
from ingest.loaders.metadata import standard_metadata
from ingest.loaders.registry import find_format

SUFFIXES = {"markdown": ".md", "html": ".html", "text": ".txt"}
_Name = Annotated[str, Field(min_length=1)]


class ManifestRow(BaseModel):
    # Unknown keys are refused: `audience` for `audiences` would show a document to everybody.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: str
    file: _Name | None = None
    text: str | None = None
    url: _Name | None = None
    content_type: Literal["markdown", "html", "text"] | None = None
    title: str = ""
    audiences: list[_Name] = []
    metadata: dict[_Name, str | bool | int | float] = {}
    language: str = ""
    modified: str = ""

    @field_validator("path")
    @classmethod
    def _check_path(cls, path: str) -> str:
        try:
            return normalise_name(path)
        except UnreadableDocumentError as exc:
            raise ValueError(str(exc)) from exc

    @model_validator(mode="after")
    def _check_content(self) -> Self:
        if self.text is not None and self.file is not None:
            raise ValueError("text and file are both given: which one is it?")
        if self.text is None and self.file is None and self.url is None:
            raise ValueError("one of text, file and url must be given")
        for name, value in (("language", self.language), ("modified", self.modified)):
            if value and not standard_metadata(**{name: value}):
                raise ValueError(f"{name} cannot be read: {value[:100]!r}")
        return self

    @property
    def details(self) -> Details:
        known = standard_metadata(language=self.language, modified=self.modified, source_uri=self.url or "")
        said = {key: _write(value) for key, value in self.metadata.items()}
        return Details(
            title=self.title,
            audiences=tuple(self.audiences),
            metadata=tuple({**said, **known}.items()),
            suffix=self._suffix(),
        )

    def _suffix(self) -> str:
        if self.content_type is not None:
            return SUFFIXES[self.content_type]
        if self.file is not None:
            return PurePosixPath(self.file).suffix if find_format(self.file) else ""
        if self.text is None:
            return ""
        # The text of `contract.pdf` is what somebody took out of it.
        form = find_format(self.path)
        return "" if form is not None and form.content is Content.TEXT else SUFFIXES["text"]


def read_row(line: bytes) -> ManifestRow:
    """Read one line.

    Raises:
        UnreadableDocumentError: it is no JSON object, or a field is missing, unknown or of the wrong type.
    """
    try:
        return ManifestRow.model_validate_json(line.strip())
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        # The parser sees one line, so its own line number is always 1.
        problem = first["msg"].removeprefix("Value error, ").replace(" at line 1 ", " at ")
        raise UnreadableDocumentError(f"{place}: {problem}" if place else problem) from exc


def find_path(line: bytes) -> str | None:
    """Return the path that a line names which is otherwise no good."""
    try:
        value = from_json(line)
        return normalise_name(value["path"])
    except (ValueError, TypeError, KeyError, AttributeError, UnreadableDocumentError):
        return None


def _write(value: str | bool | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
