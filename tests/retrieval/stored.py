"""Made-up chunks and versions for the tests of this room."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from retrieval.catalog import Catalog
from retrieval.chunk import Chunk
from retrieval.version import StagedVersion, document_id, stable_id

FINGERPRINT = "made-up"


def make_version(
    path: str,
    *texts: str,
    source: str = "docs",
    collection: str = "kb",
    audiences: Sequence[str] = (),
    metadata: Mapping[str, str] | None = None,
) -> StagedVersion:
    """Return a version whose id says what it holds, with one chunk for each text, a line each."""
    document = document_id(collection, source, path)
    version = stable_id("test", document, *texts, *audiences)
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    chunks = tuple(
        Chunk(
            id=f"{version}-{ordinal}",
            collection=collection,
            source=source,
            document=path,
            version=version,
            ordinal=ordinal,
            text=text,
            start=start,
            end=start + len(text),
            title=path,
            audiences=tuple(audiences),
            metadata=dict(metadata or {}),
        )
        for ordinal, (text, start) in enumerate(zip(texts, starts, strict=False))
    )
    return StagedVersion(
        id=version,
        document_id=document,
        collection=collection,
        source=source,
        path=path,
        content_hash=stable_id(*texts),
        title=path,
        audiences=tuple(audiences),
        chunks=chunks,
        findings=("looks odd",),
        metadata=dict(metadata or {}),
    )


def publish(catalog: Catalog, *versions: StagedVersion) -> list[str]:
    for collection in {version.collection for version in versions}:
        catalog.add_collection(collection, fingerprint=FINGERPRINT)
    catalog.stage(versions)
    return catalog.publish(versions)
