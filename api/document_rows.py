"""The wire shapes of documents: which ones are meant, and pages of what was found."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from retrieval.chunk import Chunk
from retrieval.document_query import DocumentQuery
from retrieval.version import DocumentRecord, DocumentVersion

# As many as still fit into a web address.
MAX_IDS, MAX_PATHS = 200, 50
Text = Annotated[str, Field(max_length=5000)]


class PageRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(100, ge=0, le=1000, description="how many at most")
    offset: int = Field(0, ge=0, le=10**9, description="how many to pass over")


class DocumentsRow(BaseModel):
    """Which documents of one collection: those that fit every condition given."""

    # A mistyped condition must not delete more than was meant.
    model_config = ConfigDict(extra="forbid")

    collection: Text | None = Field(None, description="the collection; none means the default")
    source: Text | None = None
    document: Annotated[
        list[Text], Field(max_length=MAX_PATHS, description="paths inside the source, exactly as they are")
    ] = []
    path: Text | None = Field(None, description="a pattern over the path: `policies/*`, `*.pdf`")
    audience: Text | None = Field(None, description="only documents marked for this audience")
    has_findings: bool | None = Field(None, description="whether screening found something suspicious")
    id: Annotated[list[Text], Field(max_length=MAX_IDS)] = []

    def to_query(self, *, collection: str) -> DocumentQuery:
        return DocumentQuery(
            collection=self.collection or collection,
            source=self.source,
            documents=tuple(self.document),
            path=self.path,
            audience=self.audience,
            has_findings=self.has_findings,
            ids=tuple(self.id),
        )


class DocumentPageRow(DocumentsRow, PageRow):
    pass


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """`total` counts all that fit, on every page."""

    documents: tuple[DocumentRecord, ...]
    total: int


@dataclass(frozen=True, slots=True)
class VersionList:
    versions: tuple[DocumentVersion, ...]


@dataclass(frozen=True, slots=True)
class ChunkPage:
    chunks: tuple[Chunk, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Deletion:
    deleted: int
