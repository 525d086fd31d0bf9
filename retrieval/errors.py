"""What can go wrong while storing and finding chunks.

RetrievalError
├── UnknownCollectionError     fix the input: there is no such collection
├── InvalidCollectionError     fix the input: not a name that can be used
├── UnknownDocumentError       fix the input: there is no such document
├── InvalidFilterError         fix the input: documents cannot be looked for this way
├── DataFolderError            fix the set-up
│   ├── DataFolderLockedError      another process owns the folder: wait, or use its service
│   ├── DataFolderTooNewError      written by a newer Plumbline: upgrade
│   ├── DataFolderFullError        there is no room left on its disk
│   └── DataFolderUnusableError    not readable or writable, or damaged
├── EmbeddingModelError        fix the set-up: the model is missing or is not the one expected
├── RerankerModelError         fix the set-up: the reranker is missing or cannot be used
├── FingerprintMismatchError   fix the set-up: the collection was built by another embedding model
├── ChromaFolderError          fix the input: not a Chroma folder, or not one that can be read now
└── IndexUnavailableError      retry later, or run `plumbline reindex`
"""


class RetrievalError(Exception):
    """Base of everything this room raises."""


class UnknownCollectionError(RetrievalError):
    pass


class InvalidCollectionError(RetrievalError):
    pass


class UnknownDocumentError(RetrievalError):
    pass


class InvalidFilterError(RetrievalError):
    pass


class DataFolderError(RetrievalError):
    pass


class DataFolderLockedError(DataFolderError):
    pass


class DataFolderTooNewError(DataFolderError):
    pass


class DataFolderFullError(DataFolderError):
    pass


class DataFolderUnusableError(DataFolderError):
    pass


class EmbeddingModelError(RetrievalError):
    pass


class RerankerModelError(RetrievalError):
    pass


class FingerprintMismatchError(RetrievalError):
    pass


class ChromaFolderError(RetrievalError):
    pass


class IndexUnavailableError(RetrievalError):
    pass
