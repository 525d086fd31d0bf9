"""The settings of the verification room; the root reads them from the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from verify.grounding.verdict import OperatingPoint


class VerifySettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    spacy_model: Annotated[
        str | None,
        Field(
            description="a spaCy pipeline that finds names: `en_names` is packaged, all else is an installed "
            "one or its folder; none means the built-in rules"
        ),
    ] = None
    operating_point: Annotated[
        OperatingPoint,
        Field(description="how sure a claim must be before it counts as supported"),
    ] = OperatingPoint.BALANCED
    tagger: Annotated[
        bool,
        Field(
            description="let the trained tagger read each claim beside the evidence; it needs the packaged "
            "embedding model, and without it verifying is faster and finds less"
        ),
    ] = True
    judge: Annotated[
        str | None,
        Field(
            description="second opinion on claims that are a close call: `chat` asks the chat model, all "
            "else is the folder of a local cross-encoder or token classifier; none asks nobody"
        ),
    ] = None
    calibration: Annotated[
        Path | None,
        Field(
            description="a file that `plumbline eval calibrate` wrote: weights and thresholds fitted to "
            "answers of your own; none means the shipped ones"
        ),
    ] = None
