"""Writes prepared versions: staged beside the live ones, embedded, published, the old ones purged."""

import threading
from collections.abc import Sequence

from retrieval.catalog import REINDEXING, Catalog
from retrieval.chunk import Chunk
from retrieval.embedder import Embedder
from retrieval.index import ChunkIndex
from retrieval.version import StagedVersion

# Enough chunks for full batches of every length, few enough that memory stays flat.
EMBED_BATCH = 512


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
        with self._writing:
            live = self.catalog.live_versions([version.id for version in versions])
            new = [version for version in versions if version.id not in live]
            self.catalog.stage(new)
            self._embed(collection, [chunk for version in new for chunk in version.chunks])
            self._purge(collection, self.catalog.publish(new))

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
            self._embed(collection, chunks)
            self.catalog.set_fingerprint(collection, self._embedder.fingerprint)
        return len(chunks)

    def _embed(self, collection: str, chunks: Sequence[Chunk]) -> None:
        for begin in range(0, len(chunks), EMBED_BATCH):
            part = chunks[begin : begin + EMBED_BATCH]
            vectors = self._embedder.embed_documents([chunk.embedded_text for chunk in part])
            self._index.add(collection, part, vectors)

    def _purge(self, collection: str, version_ids: Sequence[str]) -> None:
        if version_ids:
            self._index.delete_versions(collection, version_ids)
            self.catalog.purge(version_ids)
