"""What can go wrong while measuring; a target that is missed is a figure, never an error.

EvalError
├── SamplesMissingError   fix the set-up: this installation came without the sample knowledge base
├── BaselineMissingError  fix the set-up: the packages of the pipeline to compare with are not installed
├── RagasMissingError     fix the set-up: ragas is not installed, or not whole
├── MlflowMissingError    fix the set-up: MLflow is not installed
├── DatasetError          fix the input: a data set cannot be read; the message names file and line
├── SuiteError            fix the input: a suite cannot be used; the message names the key
├── WorkerLostError       retry with less: a process that asks cases has ended; answers so far are kept
├── CostCapReachedError   retry with more: the chat model has cost as much as it may; answers so far are kept
├── BaselineMismatchError fix the input: a baseline is of other cases or documents than the run
├── RunStoreError         fix the input or the set-up: there is no such run, or the store cannot be used
├── ReportFileError       fix the input: the report cannot be written where it was asked for
└── ExportError           retry, or fix the set-up: the run is not finished, or the tracker does not take it
"""


class EvalError(Exception):
    """Base of everything this room raises."""


class SamplesMissingError(EvalError):
    pass


class BaselineMissingError(EvalError):
    pass


class RagasMissingError(EvalError):
    pass


class MlflowMissingError(EvalError):
    pass


class DatasetError(EvalError):
    pass


class SuiteError(EvalError):
    pass


class WorkerLostError(EvalError):
    pass


class CostCapReachedError(EvalError):
    pass


class BaselineMismatchError(EvalError):
    pass


class RunStoreError(EvalError):
    pass


class ReportFileError(EvalError):
    pass


class ExportError(EvalError):
    pass
