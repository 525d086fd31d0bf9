"""What writer and reader of the index share, so that they cannot disagree."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class RetrievalSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    embedding_model: Annotated[
        str,
        Field(description="sentence-transformers name or path; the default's weights come with the package"),
    ] = "all-MiniLM-L6-v2"
    runtime: Annotated[
        Literal["onnxruntime", "sentence-transformers"],
        Field(description="what computes embeddings: an 8-bit CPU graph of the model, or the plain library"),
    ] = "onnxruntime"
    collection: Annotated[str, Field(description="the collection used when none is named")] = "default"
    top_k: Annotated[int, Field(ge=1, le=100, description="chunks handed to the answer")] = 8
    candidates: Annotated[
        int, Field(ge=1, le=500, description="chunks taken from each half of the search before fusion")
    ] = 32
    keep_repeats: Annotated[
        bool, Field(description="also return chunks that say nothing but what a better one says")
    ] = False
    reranker: Annotated[
        str | None,
        Field(description="folder of a sentence-transformers cross-encoder that orders what was found anew"),
    ] = None
    rerank: Annotated[int, Field(ge=1, le=200, description="chunks that the reranker reads")] = 20
