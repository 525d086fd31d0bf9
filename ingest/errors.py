"""What can go wrong while reading documents.

IngestError
├── SourceNotFoundError      fix the input: the path does not exist
├── SourceConflictError      fix the input: the source name stands for another folder
├── NothingToIngestError     fix the input: no readable file at the path
├── InvalidPatternError      fix the input: --include or --exclude cannot be read
├── UnreadableDocumentError  give up on this file: it is quarantined with this reason, the rest goes on
├── SyncCancelledError       nothing to do: the caller stopped the run; what was written stays
├── UploadError
│   ├── InvalidUploadError       fix the input: no files, too many, or a name that cannot be used
│   ├── UploadTooLargeError      fix the input: send less at once
│   └── UploadInterruptedError   send it again: the sender was gone before the end
└── JobError
    ├── UnknownJobError          fix the input: there is no such job
    ├── JobFinishedError         nothing to do: there is nothing left to cancel
    ├── IdempotencyConflictError fix the input: the key was used for something else
    └── JobQueueFullError        retry later
"""


class IngestError(Exception):
    """Base of everything this room raises."""


class SourceNotFoundError(IngestError):
    pass


class SourceConflictError(IngestError):
    pass


class NothingToIngestError(IngestError):
    pass


class InvalidPatternError(IngestError):
    pass


class UnreadableDocumentError(IngestError):
    pass


class SyncCancelledError(IngestError):
    pass


class UploadError(IngestError):
    pass


class InvalidUploadError(UploadError):
    pass


class UploadTooLargeError(UploadError):
    pass


class UploadInterruptedError(UploadError):
    pass


class JobError(IngestError):
    pass


class UnknownJobError(JobError):
    pass


class JobFinishedError(JobError):
    pass


class IdempotencyConflictError(JobError):
    pass


class JobQueueFullError(JobError):
    pass
