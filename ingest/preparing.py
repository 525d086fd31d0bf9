"""One file → one version ready to be stored: read, extract, screen, split."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ingest.contents import FileContent
from ingest.details import NO_DETAILS, Details
from ingest.document import Document
from ingest.listing import SourceFile
from ingest.loaders.registry import find_format, load_document
from ingest.settings import IngestSettings
from ingest.splitter import Passage, split
from retrieval.chunk import Chunk
from retrieval.version import StagedVersion, document_id, stable_id, version_id
from verify.screening.findings import Origin
from verify.screening.injection import screen_injection

# A change of loaders or splitter that changes chunks must change this, so that a re-run replaces them.
SPLITTER_VERSION = "2"


class Named(Protocol):
    """What a document is called: a file, or what an import found."""

    @property
    def source(self) -> str: ...

    @property
    def path(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Preparer:
    """What a file needs to become a version of a document in `collection`."""

    collection: str
    audiences: tuple[str, ...]
    settings: IngestSettings
    count_tokens: Callable[[str], int]

    def read(self, file: SourceFile) -> bytes:
        """Return the file's bytes.

        Raises:
            UnreadableDocumentError: it cannot be read, is no regular file, or is too large.
        """
        content = file.content or FileContent(file.location)
        return content.read(max_bytes=self.settings.max_file_bytes)

    def version_id(self, file: SourceFile, data: bytes) -> str:
        """Name the version these bytes make: the same bytes and settings, the same version."""
        return self.name_version(file, hash_content(data), details=file.details)

    def name_version(self, file: Named, content_hash: str, *, details: Details = NO_DETAILS) -> str:
        document = document_id(self.collection, file.source, file.path)
        splitter = f"{SPLITTER_VERSION}:{self.settings.chunk_tokens}:{self.settings.overlap_tokens}"
        # Said last, and only if there are any: versions of files without details keep their names.
        splitter += f":{details.fingerprint}" if details.fingerprint else ""
        return version_id(document, content_hash, audiences=self.audiences, splitter=splitter)

    def prepare(self, file: SourceFile, data: bytes) -> StagedVersion:
        """Extract, screen and split one file.

        Raises:
            UnreadableDocumentError: it is encrypted, broken, empty or of an unknown type.
        """
        document = load_document(data, name=_typed_name(file), max_bytes=self.settings.max_file_bytes)
        return self.stage(file, document, content_hash=hash_content(data), details=file.details)

    def stage(
        self, file: Named, document: Document, *, content_hash: str, details: Details = NO_DETAILS
    ) -> StagedVersion:
        """Screen and split a document whose text was extracted already."""
        document = details.added_to(document)
        passages = split(document, self.settings, count_tokens=self.count_tokens)
        version = self.name_version(file, content_hash, details=details)
        audiences = tuple(sorted({*self.audiences, *document.audiences}))
        return StagedVersion(
            id=version,
            document_id=document_id(self.collection, file.source, file.path),
            collection=self.collection,
            source=file.source,
            path=file.path,
            content_hash=content_hash,
            title=document.title,
            audiences=audiences,
            chunks=tuple(
                self._chunk(file, version=version, document=document, passage=passage, ordinal=ordinal)
                for ordinal, passage in enumerate(passages)
            ),
            findings=_findings(document),
            metadata=document.metadata,
        )

    def _chunk(
        self, file: Named, *, version: str, document: Document, passage: Passage, ordinal: int
    ) -> Chunk:
        return Chunk(
            id=stable_id(version, str(ordinal)),
            collection=self.collection,
            source=file.source,
            document=file.path,
            version=version,
            ordinal=ordinal,
            text=passage.text,
            start=passage.start,
            end=passage.end,
            title=document.title,
            heading=" › ".join(passage.headings),
            page=passage.page,
            rows=passage.rows,
            audiences=tuple(sorted({*self.audiences, *document.audiences})),
            metadata=document.metadata,
        )


def hash_content(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _typed_name(file: SourceFile) -> str:
    """Return a name whose ending says what the bytes are; a record of a manifest may have any name."""
    suffix = file.details.suffix
    if file.content is not None and find_format(file.path) is None:
        suffix = suffix or file.content.suffix
    named = file.path + suffix
    return file.path if find_format(named) is find_format(file.path) else named


def _findings(document: Document) -> tuple[str, ...]:
    """Say in words what could not be read, and what instructions to a chat model stand in the document."""
    found = screen_injection(document.text, origin=Origin.DOCUMENT).findings
    instructions = dict.fromkeys(f"{finding.message}: {finding.text[:120]!r}" for finding in found)
    return (*document.notes, *instructions)
