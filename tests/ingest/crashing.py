"""A chunk index that fails on command, and what is to be seen of a store from outside."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from ingest.indexing import Indexer
from retrieval.catalog import Catalog
from retrieval.chunk import Chunk, Filter
from retrieval.embedder import Vectors
from retrieval.errors import IndexUnavailableError
from retrieval.keyword import KeywordIndex
from tests.fakes import FakeChunkIndex, FakeEmbedder


class Moment(StrEnum):
    """When it crashes; the four moments are the gaps between stage, add, publish and purge."""

    BEFORE_ADD = "staged, no vector stored"
    AFTER_ADD = "staged, vectors stored, not published"
    BEFORE_DELETE = "published, the old vectors still stored"
    AFTER_DELETE = "published, the old vectors gone, the catalog not purged"


def _fail() -> None:
    raise IndexUnavailableError("made to fail")


class CrashingIndex(FakeChunkIndex):
    """Calls `crash` when `moment` comes, once."""

    def __init__(self, crash: Callable[[], None] = _fail) -> None:
        super().__init__()
        self.moment: Moment | None = None
        self._crash = crash

    def add(self, collection: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        self._pass(Moment.BEFORE_ADD)
        super().add(collection, chunks, vectors)
        self._pass(Moment.AFTER_ADD)

    def delete_versions(self, collection: str, versions: Sequence[str]) -> None:
        self._pass(Moment.BEFORE_DELETE)
        super().delete_versions(collection, versions)
        self._pass(Moment.AFTER_DELETE)

    def _pass(self, moment: Moment) -> None:
        if moment is self.moment:
            self.moment = None
            self._crash()


class Store:
    """A catalog, an index in memory, and their writer."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.index = CrashingIndex()
        self.embedder = FakeEmbedder()
        self.indexer = Indexer(catalog, self.index, self.embedder)

    def seen(self, collection: str = "kb") -> tuple[object, ...]:
        """Return all that a reader may come to see: equal means the same store."""
        stored = self.index.collections.get(collection, {})
        chunks = self.catalog.collection_chunks(collection)
        keywords = KeywordIndex(self.catalog.engine)
        words = " ".join(chunk.text for chunk in chunks)
        only = Filter(audiences=("staff",))
        return (
            [(record.source, record.path, record.live.id) for record in self.catalog.documents(collection)],
            chunks,
            sorted(stored),
            {key: chunk for key, (chunk, _) in stored.items()},
            sorted(keywords.search(words, collection=collection, limit=1000, only=only)),
            self.catalog.unfinished_versions(),
        )
