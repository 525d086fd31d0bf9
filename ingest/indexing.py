"""Writes prepared versions: staged beside the live ones, embedded, published, the old ones purged."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from retrieval.catalog import REINDEXING, Catalog
from retrieval.chunk import Chunk
from retrieval.embedder import Embedder, Vectors
from retrieval.index import ChunkIndex
from retrieval.slices import slices
from retrieval.version import StagedVersion

# Reindexing embeds this many chunks at a time: batches of every length are full, memory stays flat.
EMBED_BATCH = 512


@dataclass(frozen=True, slots=True)
class EmbeddedVersion:
    """A version with the vectors of its chunks, of shape (chunks, dimension)."""

    version: StagedVersion
    vectors: Vectors


class Indexer:
    """The one writer of catalog and index; every method leaves a state that `recover` can finish or undo.

    Threads may share it: one writes at a time, and waits at most for one batch of another.
    """

    def __init__(self, catalog: Catalog, index: ChunkIndex, embedder: Embedder) -> None:
        self.catalog = catalog
        self._index = index
        self._embedder = embedder
        self._writing = threading.RLock()

    def write(self, collection: str, versions: Sequence[StagedVersion]) -> None:
        """Make the versions live, each replacing the one before it; one that is live already stays."""
        self.store(collection, self.embed(versions))

    def embed(self, versions: Sequence[StagedVersion]) -> list[EmbeddedVersion]:
        """Compute the vectors of the versions' chunks; nothing is stored yet."""
        live = self.catalog.live_versions([version.id for version in versions])
        new = {version.id: version for version in versions if version.id not in live}
        vectors = self._vectors([chunk for version in new.values() for chunk in version.chunks])
        ends = accumulate((len(version.chunks) for version in new.values()), initial=0)
        return [
            EmbeddedVersion(version, vectors[start:end])
            for version, (start, end) in zip(new.values(), pairwise(ends), strict=True)
        ]

    def store(self, collection: str, embedded: Sequence[EmbeddedVersion]) -> None:
        """Make embedded versions live, each replacing the one before it."""
        with self._writing:
            # Another thread may have been here since they were embedded.
            live = self.catalog.live_versions([one.version.id for one in embedded])
            new = [one for one in embedded if one.version.id not in live]
            versions = [one.version for one in new]
            self.catalog.stage(versions)
            if new:
                chunks = [chunk for version in versions for chunk in version.chunks]
                self._index.add(collection, chunks, np.concatenate([one.vectors for one in new]))
            self._purge(collection, self.catalog.publish(versions))

    def delete(self, collection: str, document_ids: Sequence[str]) -> int:
        """Take the documents out at once; return how many there were."""
        with self._writing:
            retired = self.catalog.retire_documents(document_ids)
            self._purge(collection, retired)
        return len(retired)

    def recover(self) -> int:
        """Undo what a crash left staged, finish what it left retired or half reindexed.

        Returns:
            The number of versions that were cleared up.
        """
        with self._writing:
            unfinished = self.catalog.unfinished_versions()
            collections = self.catalog.collection_of(unfinished)
            for collection in sorted(set(collections.values())):
                self._purge(collection, [key for key in unfinished if collections[key] == collection])
            for collection in self.catalog.unfinished_collections():
                self.reindex(collection)
        return len(unfinished)

    def reindex(self, collection: str) -> int:
        """Rebuild the vectors of a collection from the catalog; return the number of chunks."""
        with self._writing:
            chunks = self.catalog.collection_chunks(collection)
            # Until the last vector is there no search may find some of them and take that for all.
            self.catalog.set_fingerprint(collection, REINDEXING)
            self._index.drop(collection)
            for part in slices(chunks, size=EMBED_BATCH):
                self._index.add(collection, part, self._vectors(part))
            self.catalog.set_fingerprint(collection, self._embedder.fingerprint)
        return len(chunks)

    def _vectors(self, chunks: Sequence[Chunk]) -> Vectors:
        """Return vectors of shape (len(chunks), dimension); a text that comes again is computed once."""
        texts = [chunk.embedded_text for chunk in chunks]
        places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        found = self._embedder.embed_documents(list(places))
        return found[[places[text] for text in texts]]

    def _purge(self, collection: str, version_ids: Sequence[str]) -> None:
        if version_ids:
            self._index.delete_versions(collection, version_ids)
            self.catalog.purge(version_ids)
