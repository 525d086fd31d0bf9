"""Documents and their versions as the catalog records them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from retrieval.chunk import Chunk


class VersionState(StrEnum):
    """Where a version stands. Only `live` ones are found; what a crash leaves in the others is cleared up."""

    STAGED = "staged"
    LIVE = "live"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class StagedVersion:
    """A new version of one document, ready to be stored beside the live one."""

    id: str
    document_id: str
    collection: str
    source: str
    path: str
    content_hash: str
    title: str
    audiences: tuple[str, ...]
    chunks: tuple[Chunk, ...]
    findings: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One recorded version; `findings` are what screening reported, in words."""

    id: str
    content_hash: str
    title: str
    audiences: tuple[str, ...]
    findings: tuple[str, ...]
    created_at: datetime
    chunk_count: int
    state: VersionState
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document with its live version."""

    id: str
    collection: str
    source: str
    path: str
    live: DocumentVersion


def stable_id(*parts: str) -> str:
    """Return the same 32 hexadecimal digits for the same parts, on every machine and in every run."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def document_id(collection: str, source: str, path: str) -> str:
    return stable_id("document", collection, source, path)


def version_id(document: str, content_hash: str, *, audiences: Sequence[str], splitter: str) -> str:
    return stable_id("version", document, content_hash, splitter, *sorted(set(audiences)))
