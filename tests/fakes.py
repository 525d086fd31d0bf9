"""Stand-ins for the ports, so that tests need no weights, no network and no patches."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256

import numpy as np

from answer.chat_model import ChatReply, ChatRequest, Usage
from answer.errors import RecorderError
from answer.ports import AnswerRecord
from retrieval.chunk import Chunk, Filter
from retrieval.embedder import TokenVectors, Vectors

_WORD = re.compile(r"\w+")


class FakeEmbedder:
    """Bags of words as unit vectors: each word has its own direction, drawn from a seed made of the word.

    Texts that share words are similar, texts that share none are nearly orthogonal, and the same text has the
    same vector in every process.
    """

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension
        self.embedded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return f"fake-bag-of-words-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def count_tokens(self, text: str) -> int:
        return len(_WORD.findall(text)) + 2

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        if not texts:
            return np.zeros((0, self._dimension), np.float32)
        return np.stack([self._embed(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        return self._embed(text)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        self.embedded.extend(texts)
        return [self._embed_tokens(text) for text in texts]

    def _embed(self, text: str) -> Vectors:
        # Sorted, so that the sum is the same to the last bit whatever the order of the words.
        words = sorted(_WORD.findall(text.lower())) or [""]
        total = np.sum([_direction(word, self._dimension) for word in words], axis=0, dtype=np.float64)
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def _embed_tokens(self, text: str) -> TokenVectors:
        words = list(_WORD.finditer(text))
        vectors = [_direction(word.group().lower(), self._dimension) for word in words]
        stacked = np.stack(vectors) if vectors else np.zeros((0, self._dimension))
        return TokenVectors(
            [word.span() for word in words],
            [_seed(word.group().lower()) % 30_000 for word in words],
            vectors=stacked.astype(np.float32),
            middle=stacked.astype(np.float32),
            whole=self._embed(text),
        )


@lru_cache(maxsize=10_000)
def _direction(word: str, dimension: int) -> Vectors:
    direction = np.random.default_rng(_seed(word)).standard_normal(dimension)
    return np.asarray(direction / np.linalg.norm(direction), np.float32)


def _seed(word: str) -> int:
    return int.from_bytes(sha256(word.encode("utf-8", "surrogatepass")).digest()[:8])


class FakeChunkIndex:
    """The `ChunkIndex` port in memory: exact search, nothing kept between instances."""

    def __init__(self) -> None:
        self.collections: dict[str, dict[str, tuple[Chunk, Vectors]]] = {}

    def add(self, collection: str, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        stored = self.collections.setdefault(collection, {})
        for chunk, vector in zip(chunks, vectors, strict=True):
            stored[chunk.id] = (chunk, vector)

    def delete_versions(self, collection: str, versions: Sequence[str]) -> None:
        stored = self.collections.get(collection, {})
        for key in [key for key, (chunk, _) in stored.items() if chunk.version in versions]:
            del stored[key]

    def drop(self, collection: str) -> None:
        self.collections.pop(collection, None)

    def search(
        self, collection: str, vector: Vectors, *, limit: int, only: Filter
    ) -> list[tuple[str, float]]:
        stored = self.collections.get(collection, {})
        seen = [key for key, (chunk, _) in stored.items() if _lets_through(only, chunk)]
        return _best_first(self.similarities(collection, seen, vector))[:limit]

    def search_all(self, collection: str, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        everything = list(self.collections.get(collection, {}))
        return _best_first(self.similarities(collection, everything, vector))[:limit]

    def similarities(self, collection: str, ids: Sequence[str], vector: Vectors) -> dict[str, float]:
        stored = self.collections.get(collection, {})
        return {key: float(stored[key][1] @ vector) for key in ids if key in stored}

    def count(self, collection: str) -> int:
        return len(self.collections.get(collection, {}))


def _best_first(found: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _lets_through(only: Filter, chunk: Chunk) -> bool:
    return (
        (not chunk.audiences or not set(chunk.audiences).isdisjoint(only.audiences))
        and (not only.documents or chunk.document in only.documents)
        and (not only.sources or chunk.source in only.sources)
        and all(chunk.metadata.get(key) in values for key, values in only.metadata)
    )


class FakeChatModel:
    """The `ChatModel` port driven by a handler, which returns the reply's text or raises."""

    def __init__(self, handler: Callable[[ChatRequest], str], name: str = "fake-chat") -> None:
        self._handler = handler
        self.name = name
        self.requests: list[ChatRequest] = []

    def complete(self, request: ChatRequest) -> ChatReply:
        self.requests.append(request)
        return ChatReply(self._handler(request), self.name, Usage(10, 5, 0.25))


class FakeRecorder:
    """The `Recorder` port in memory; `fails` makes it refuse every record."""

    def __init__(self, *, fails: bool = False) -> None:
        self._fails = fails
        self.records: list[AnswerRecord] = []

    def record(self, record: AnswerRecord) -> None:
        if self._fails:
            raise RecorderError("the audit row could not be written")
        self.records.append(record)
