"""Indexes what LangChain loaders and splitters return, through the same path as files."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from langchain_core.documents import Document

from ingest.importing import Importer, ImportRequest
from ingest.report import SyncReport
from retrieval.text_record import TextRecord
from retrieval.version import stable_id

NAME = "langchain"


def index_langchain_documents(
    documents: Iterable[Document], importer: Importer, request: ImportRequest
) -> SyncReport:
    """Index the documents of a loader, or the pieces that a splitter made of them.

    Those of one `source` in their metadata become one document again.
    """
    return importer.run(LangChainRecords(documents, name=request.source or NAME), request)


class LangChainRecords:
    """LangChain documents as `TextRecords`; of two with the same id the later one counts."""

    def __init__(self, documents: Iterable[Document], *, name: str) -> None:
        self.name = name
        self._records = {record.id: record for record in map(_to_record, documents)}

    @property
    def origin(self) -> str:
        return f"LangChain documents {self.name}"

    def outline(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        return ((record.id, record.metadata) for record in self._records.values())

    def read(self, ids: Sequence[str]) -> list[TextRecord]:
        return [self._records[key] for key in ids]


def _to_record(document: Document) -> TextRecord:
    """Few loaders give ids: without one, the same text at the same place has the same in every run."""
    place = json.dumps(document.metadata, sort_keys=True, default=str)
    return TextRecord(
        document.id or stable_id(document.page_content, place), document.page_content, document.metadata
    )
