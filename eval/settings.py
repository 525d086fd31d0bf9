"""How evaluations run; only the root settings read the environment."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class EvalSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    # A secret, because the URL of a server usually has a password in it.
    store: Annotated[
        SecretStr | None,
        Field(description="database URL that keeps the runs; none is a SQLite file in the data folder"),
    ] = None
    concurrency: Annotated[int, Field(ge=1, le=64, description="cases that are asked at the same time")] = 2
    max_cost_usd: Annotated[
        float | None,
        Field(ge=0, description="US dollars that one run may cost; none is no limit, but the run asks first"),
    ] = None
