"""What can go wrong at the front door, and the one table that says what every error means to a caller.

ApiError
├── SettingsError            fix the set-up: one line per problem
├── InvalidInputError        fix the input: a file, an option or a row that cannot be used
├── ServiceError             what a running service answered, with its own code
└── ServiceUnreachableError  retry later, or fix --url
"""

from dataclasses import dataclass

from answer import errors as answer
from eval import errors as evaluation
from ingest import errors as ingest
from retrieval import errors as retrieval
from verify import errors as verify


class ApiError(Exception):
    """Base of everything this room raises."""


class SettingsError(ApiError):
    pass


class InvalidInputError(ApiError):
    pass


class ServiceError(ApiError):
    """`retry_after` is how many seconds the service asks to wait, None where it does not."""

    def __init__(self, message: str, *, status: int, code: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after


class ServiceUnreachableError(ApiError):
    pass


DOMAIN_ERRORS = (
    ApiError,
    answer.AnswerError,
    evaluation.EvalError,
    ingest.IngestError,
    retrieval.RetrievalError,
    verify.VerifyError,
)

# Exit codes: what was asked cannot be done now, or what was asked or set up is wrong.
FAILED, BAD_USE = 1, 2


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One error to every caller: HTTP status, stable code, and exit code of the command."""

    status: int
    code: str
    exit_code: int


ERROR_KINDS: dict[type[Exception], ErrorKind] = {
    SettingsError: ErrorKind(500, "settings", BAD_USE),
    InvalidInputError: ErrorKind(400, "invalid_input", BAD_USE),
    ServiceError: ErrorKind(502, "service", FAILED),
    ServiceUnreachableError: ErrorKind(502, "service_unreachable", FAILED),
    answer.ChatModelUnavailableError: ErrorKind(503, "chat_model_unavailable", FAILED),
    answer.ChatModelRefusedError: ErrorKind(502, "chat_model_refused", FAILED),
    answer.ChatModelConfigurationError: ErrorKind(500, "chat_model_configuration", BAD_USE),
    answer.ChatModelReplyError: ErrorKind(502, "chat_model_reply", FAILED),
    answer.RecorderError: ErrorKind(503, "audit_unavailable", FAILED),
    answer.InvalidQuestionError: ErrorKind(400, "invalid_question", BAD_USE),
    evaluation.SamplesMissingError: ErrorKind(500, "samples_missing", BAD_USE),
    evaluation.BaselineMissingError: ErrorKind(500, "baseline_missing", BAD_USE),
    evaluation.RagasMissingError: ErrorKind(500, "ragas_missing", BAD_USE),
    evaluation.MlflowMissingError: ErrorKind(500, "mlflow_missing", BAD_USE),
    evaluation.DatasetError: ErrorKind(400, "dataset", BAD_USE),
    evaluation.SuiteError: ErrorKind(400, "suite", BAD_USE),
    evaluation.WorkerLostError: ErrorKind(503, "worker_lost", FAILED),
    evaluation.CostCapReachedError: ErrorKind(402, "cost_cap_reached", FAILED),
    evaluation.BaselineMismatchError: ErrorKind(409, "baseline_mismatch", BAD_USE),
    evaluation.RunStoreError: ErrorKind(400, "run_store", BAD_USE),
    evaluation.ReportFileError: ErrorKind(400, "report_file", BAD_USE),
    evaluation.ExportError: ErrorKind(502, "export", FAILED),
    ingest.SourceNotFoundError: ErrorKind(404, "source_not_found", BAD_USE),
    ingest.SourceConflictError: ErrorKind(409, "source_conflict", BAD_USE),
    ingest.NothingToIngestError: ErrorKind(400, "nothing_to_ingest", FAILED),
    ingest.InvalidPatternError: ErrorKind(400, "invalid_pattern", BAD_USE),
    ingest.UnreadableDocumentError: ErrorKind(400, "unreadable_document", FAILED),
    ingest.SyncCancelledError: ErrorKind(409, "sync_cancelled", FAILED),
    ingest.InvalidUploadError: ErrorKind(400, "invalid_upload", BAD_USE),
    ingest.UploadTooLargeError: ErrorKind(413, "upload_too_large", BAD_USE),
    ingest.UploadInterruptedError: ErrorKind(400, "upload_interrupted", FAILED),
    ingest.UnknownJobError: ErrorKind(404, "unknown_job", BAD_USE),
    ingest.JobFinishedError: ErrorKind(409, "job_finished", BAD_USE),
    ingest.IdempotencyConflictError: ErrorKind(409, "idempotency_conflict", BAD_USE),
    ingest.JobQueueFullError: ErrorKind(503, "job_queue_full", FAILED),
    retrieval.UnknownCollectionError: ErrorKind(404, "unknown_collection", BAD_USE),
    retrieval.InvalidCollectionError: ErrorKind(400, "invalid_collection", BAD_USE),
    retrieval.UnknownDocumentError: ErrorKind(404, "unknown_document", BAD_USE),
    retrieval.InvalidFilterError: ErrorKind(400, "invalid_filter", BAD_USE),
    retrieval.DataFolderLockedError: ErrorKind(503, "data_folder_locked", FAILED),
    retrieval.DataFolderTooNewError: ErrorKind(500, "data_folder_too_new", BAD_USE),
    retrieval.DataFolderFullError: ErrorKind(507, "data_folder_full", FAILED),
    retrieval.DataFolderUnusableError: ErrorKind(500, "data_folder_unusable", BAD_USE),
    retrieval.EmbeddingModelError: ErrorKind(500, "embedding_model", BAD_USE),
    retrieval.RerankerModelError: ErrorKind(500, "reranker_model", BAD_USE),
    retrieval.FingerprintMismatchError: ErrorKind(409, "fingerprint_mismatch", BAD_USE),
    retrieval.ChromaFolderError: ErrorKind(400, "chroma_folder", BAD_USE),
    retrieval.IndexUnavailableError: ErrorKind(503, "index_unavailable", FAILED),
    verify.SpacyModelError: ErrorKind(500, "spacy_model", BAD_USE),
    verify.JudgeModelError: ErrorKind(500, "judge_model", BAD_USE),
    verify.CalibrationFileError: ErrorKind(500, "calibration_file", BAD_USE),
}
INTERNAL = ErrorKind(500, "internal", FAILED)


def kind_of(error: Exception) -> ErrorKind:
    """Return what the error means to a caller; an answer of another service keeps its own code."""
    if isinstance(error, ServiceError):
        return ErrorKind(error.status, error.code, FAILED if error.status >= 500 else BAD_USE)
    found = (ERROR_KINDS[ancestor] for ancestor in type(error).__mro__ if ancestor in ERROR_KINDS)
    return next(found, INTERNAL)
