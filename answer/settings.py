"""How questions are answered; only the root settings read the environment."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class AnswerSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    chat_model: Annotated[
        str,
        Field(description="`extractive` (embedded, no key), or the name of an OpenAI-compatible chat model"),
    ] = "extractive"
    base_url: Annotated[
        str | None, Field(description="the OpenAI-compatible endpoint; none means OpenAI's own")
    ] = None
    api_key: Annotated[
        SecretStr | None,
        Field(description="the chat model's key; `OPENAI_API_KEY` is read when this is unset"),
    ] = None
    temperature: Annotated[float, Field(ge=0, le=2, description="sampling temperature")] = 0.3
    top_p: Annotated[float, Field(gt=0, le=1, description="nucleus sampling mass")] = 0.9
    max_output_tokens: Annotated[int, Field(ge=1, description="tokens of one reply")] = 500
    frequency_penalty: Annotated[float, Field(ge=-2, le=2, description="sent to models that take it")] = 0.5
    presence_penalty: Annotated[float, Field(ge=-2, le=2, description="sent to models that take it")] = 0.5
    timeout_seconds: Annotated[float, Field(gt=0, description="limit for one call of the chat model")] = 30.0
    max_retries: Annotated[int, Field(ge=0, le=10, description="tries after the first, with jitter")] = 2
    input_cost_per_million: Annotated[
        float, Field(ge=0, description="US dollars, for the cost in `usage`")
    ] = 0.0
    output_cost_per_million: Annotated[
        float, Field(ge=0, description="US dollars, for the cost in `usage`")
    ] = 0.0
    relevance_floor: Annotated[
        float,
        Field(ge=0, le=1, description="a chunk less likely than this to be relevant is no evidence"),
    ] = 0.005
    neighbours: Annotated[
        int,
        Field(ge=0, le=2, description="chunks before and after each found one that are evidence with it"),
    ] = 0
    max_question_characters: Annotated[
        int, Field(ge=1, description="a longer question is refused before any work")
    ] = 4000
