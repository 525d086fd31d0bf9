"""What a source's name stands for: checked before a run, recorded when it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import SourceConflictError
from retrieval.catalog import Catalog
from retrieval.search import check_collection_name


@dataclass(frozen=True, slots=True)
class Source:
    """A source by its name, and the place that its documents are read from."""

    name: str
    origin: str


@dataclass(frozen=True, slots=True)
class SourceRegister:
    """The sources of one collection, which holds vectors of the embedding model of that fingerprint."""

    catalog: Catalog
    collection: str
    fingerprint: str

    def check(self, sources: Sequence[Source], *, named: bool) -> None:
        """Refuse to mix embedding models, or two places of one name unless the caller `named` the source.

        Raises:
            RetrievalError: the collection's name or its embedding model does not fit.
            SourceConflictError: a source stands for another place.
        """
        check_collection_name(self.collection)
        if self.collection in self.catalog.collections():
            self.catalog.check_collection(self.collection, fingerprint=self.fingerprint)
        for source in sources:
            known = self.catalog.find_origin(self.collection, source.name)
            if not named and known not in (None, source.origin):
                raise SourceConflictError(
                    f"source {source.name!r} already stands for {known}: choose a name with --source, "
                    f"or give --source {source.name} to say that {source.origin} takes its place"
                )

    def claim(self, sources: Sequence[Source]) -> None:
        self.catalog.add_collection(self.collection, fingerprint=self.fingerprint)
        for source in sources:
            self.catalog.set_origin(self.collection, source.name, source.origin)
