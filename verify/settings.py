"""The settings of the verification room; the root reads them from the environment."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from verify.grounding.verdict import OperatingPoint


class VerifySettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    spacy_model: Annotated[
        str | None,
        Field(description="any installed spaCy pipeline that finds names; none means the built-in rules"),
    ] = None
    operating_point: Annotated[
        OperatingPoint,
        Field(description="how sure a claim must be before it counts as supported"),
    ] = OperatingPoint.BALANCED
