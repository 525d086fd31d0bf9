"""Writes Chroma folders as other programs do, without any code of ours."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings


def write_chroma(
    folder: Path,
    collection: str,
    ids: Sequence[str],
    *,
    documents: Sequence[str] | None = None,
    metadatas: Sequence[Mapping[str, object] | None] | None = None,
) -> Path:
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    target = client.get_or_create_collection(collection, embedding_function=None)
    if ids:
        vectors = [[1.0, 0.0, float(number)] for number in range(len(ids))]
        target.upsert(
            ids=list(ids),
            embeddings=vectors,  # type: ignore[arg-type]  # lists of floats are taken
            documents=list(documents) if documents else None,
            metadatas=list(metadatas) if metadatas else None,  # type: ignore[arg-type]  # as above
        )
    client.close()  # type: ignore[attr-defined]  # the type that Chroma declares lacks it
    return folder
