"""Reads the YAML between two `---` lines at the top of a Markdown file: title, audiences, metadata."""

import re
from dataclasses import dataclass, field

import yaml

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import clean_line
from ingest.loaders.metadata import STANDARD_KEYS, metadata_of_fields

_FENCED = re.compile(r"\A---[^\S\n]*\n(.*?)(?:^|\n)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
_NAMES_AUDIENCES = re.compile(r"^['\"]?audiences?['\"]?\s*:", re.IGNORECASE | re.MULTILINE)
_LOOKS_LIKE_YAML = re.compile(r"^['\"]?\w[\w -]*['\"]?\s*:(?:\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    title: str = ""
    audiences: tuple[str, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


def read_front_matter(source: str) -> tuple[FrontMatter, str]:
    """Split the source into its front matter and the text below it.

    Raises:
        UnreadableDocumentError: front matter that may restrict who sees the document cannot be understood.
    """
    fenced = _FENCED.match(source)
    if fenced is None:
        if source.startswith("---\n") and _NAMES_AUDIENCES.search(source.split("\n\n", maxsplit=1)[0]):
            raise UnreadableDocumentError("the front matter is not closed with a line of ---")
        return FrontMatter(), source
    fields = _parse(fenced[1])
    if fields is None:
        return FrontMatter(), source
    scalars = {key: clean_line(value) for key, value in fields.items() if isinstance(value, str)}
    metadata = {key: value for key, value in scalars.items() if value and key not in _TAKEN}
    # A standard key keeps a value only if that is what the key promises.
    metadata = {key: value for key, value in metadata.items() if key not in STANDARD_KEYS}
    metadata |= metadata_of_fields(scalars)
    title = scalars.get("title", "")
    return FrontMatter(title, _read_audiences(fields), metadata), source[fenced.end() :]


_TAKEN = frozenset({"title", "audience", "audiences"})


def _parse(source: str) -> dict[str, object] | None:
    """The mapping with its keys in lower case; None when the lines are no front matter but text."""
    try:
        # BaseLoader is safer than safe_load and leaves values as they are written: 1.10 stays 1.10.
        fields = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        if _LOOKS_LIKE_YAML.search(source):
            raise UnreadableDocumentError("the front matter is not valid YAML") from exc
        return None
    if not isinstance(fields, dict):
        return None
    return {str(key).strip().lower(): value for key, value in fields.items()}


def _read_audiences(fields: dict[str, object]) -> tuple[str, ...]:
    audiences: list[str] = []
    for key in ("audience", "audiences"):
        if key in fields:
            audiences += _read_names(fields[key])
    return tuple(dict.fromkeys(audiences))


def _read_names(value: object) -> list[str]:
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise UnreadableDocumentError("the audiences in the front matter are not a list of names")
    names = [clean_line(name) for name in listed]
    # Without names everybody would see the document, which is hardly what the author meant.
    if not any(names):
        raise UnreadableDocumentError("the front matter has an empty list of audiences")
    return [name for name in names if name]
