"""What can go wrong while reading documents.

IngestError
├── SourceNotFoundError      fix the input: the path does not exist
├── SourceConflictError      fix the input: the source name stands for another folder
├── NothingToIngestError     fix the input: no readable file at the path
├── UnreadableDocumentError  give up on this file: it is quarantined with this reason, the rest goes on
└── SyncCancelledError       nothing to do: the caller stopped the run; what was written stays
"""


class IngestError(Exception):
    """Base of everything this room raises."""


class SourceNotFoundError(IngestError):
    pass


class SourceConflictError(IngestError):
    pass


class NothingToIngestError(IngestError):
    pass


class UnreadableDocumentError(IngestError):
    pass


class SyncCancelledError(IngestError):
    pass
