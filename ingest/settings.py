"""What a file may be, and how documents are cut into chunks."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ingest.loaders.limits import MAX_FILE_BYTES


class IngestSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    chunk_tokens: Annotated[
        int,
        Field(ge=16, le=8192, description="longest chunk, in tokens of the embedding model, which reads 256"),
    ] = 200
    overlap_tokens: Annotated[
        int, Field(ge=0, description="text repeated from the chunk before, inside one section of prose")
    ] = 30
    max_file_bytes: Annotated[int, Field(ge=1, description="a larger file is quarantined unread")] = (
        MAX_FILE_BYTES
    )

    @model_validator(mode="after")
    def _leave_room_for_new_text(self) -> "IngestSettings":
        if self.overlap_tokens > self.chunk_tokens // 2:
            raise ValueError("overlap_tokens must be at most half of chunk_tokens")
        return self
