"""Our embedding model as ragas wants one, so that nothing is downloaded."""

import asyncio
from collections.abc import Sequence

from eval.ragas_adapter.library import BaseRagasEmbedding
from retrieval.embedder import Embedder


class PlumblineEmbedding(BaseRagasEmbedding):  # type: ignore[misc]  # ragas is Any to mypy, see pyproject.toml
    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self._embedder = embedder

    def embed_text(self, text: str, **_: object) -> list[float]:
        return self.embed_texts([text])[0]

    def embed_texts(self, texts: Sequence[str], **_: object) -> list[list[float]]:
        vectors: list[list[float]] = self._embedder.embed_documents(texts).tolist()
        return vectors

    async def aembed_text(self, text: str, **_: object) -> list[float]:
        return await asyncio.to_thread(self.embed_text, text)

    async def aembed_texts(self, texts: Sequence[str], **_: object) -> list[list[float]]:
        return await asyncio.to_thread(self.embed_texts, texts)
