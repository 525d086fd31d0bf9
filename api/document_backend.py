"""The port behind managing documents, from the command line and over HTTP.

`local_documents.py` works on the data folder of this machine, `document_client.py` asks a running service.
"""

from collections.abc import Sequence
from typing import Protocol

from api.document_rows import (
    ChunkPage,
    Deletion,
    DocumentPage,
    DocumentPageRow,
    DocumentsRow,
    PageRow,
    VersionList,
)
from retrieval.version import DocumentRecord


class DocumentBackend(Protocol):
    """Each call looks into one collection, the default one if none is named.

    Raises:
        UnknownCollectionError: there is no such collection.
        UnknownDocumentError: there is no document of that id in it.
    """

    def list_documents(self, row: DocumentPageRow) -> DocumentPage: ...

    def get_document(self, document_id: str, *, collection: str | None) -> DocumentRecord: ...

    def list_versions(self, document_id: str, *, collection: str | None) -> VersionList: ...

    def list_chunks(self, document_id: str, *, collection: str | None, page: PageRow) -> ChunkPage:
        """Return chunks of the live version, in their order."""
        ...

    def delete_documents(self, document_ids: Sequence[str], *, collection: str | None) -> Deletion:
        """Take these documents out of every answer at once; ids that are not there are passed over."""
        ...

    def delete_matching(self, row: DocumentsRow) -> Deletion:
        """Raise InvalidInputError when the row names no condition, and so would mean every document."""
        ...
