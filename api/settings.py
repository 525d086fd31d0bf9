"""The root settings: the only place that reads the environment and the `.env` file of the working folder."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from answer.settings import AnswerSettings
from api.errors import SettingsError
from api.sections import ApiSettings
from api.settings_check import describe_errors, find_placeholders, find_unknown_names
from api.settings_variables import DELIMITER, PREFIX
from eval.settings import EvalSettings
from ingest.settings import IngestSettings
from retrieval.settings import RetrievalSettings
from verify.settings import VerifySettings

ENV_FILE = Path(".env")
OPENAI_KEY = "OPENAI_API_KEY"


class Settings(BaseSettings):
    # Unknown names are refused by `find_unknown_names`, which sees the process environment too; "forbid"
    # would refuse every name of another program in a shared `.env` file.
    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=DELIMITER, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: Annotated[Path, Field(description="the folder that holds everything Plumbline stores")] = Path(
        ".plumbline"
    )
    bench_data: Annotated[
        Path | None, Field(description="folder with the public benchmark data; none skips those benchmarks")
    ] = None
    url: Annotated[
        str | None,
        Field(description="a running service that the commands ask instead of the data folder (`--url`)"),
    ] = None
    key: Annotated[SecretStr | None, Field(description="the key for that service (`--key`)")] = None
    retrieval: RetrievalSettings = RetrievalSettings()
    ingest: IngestSettings = IngestSettings()
    verify: VerifySettings = VerifySettings()
    answer: AnswerSettings = AnswerSettings()
    eval: EvalSettings = EvalSettings()
    api: ApiSettings = ApiSettings()


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: an unknown name, a bad value or a placeholder secret, one line for each.
    """
    named = _read_names()
    problems = find_unknown_names(named, Settings) + find_placeholders(named, Settings, also=(OPENAI_KEY,))
    if problems:
        raise SettingsError("\n".join(problems))
    try:
        settings = Settings(_env_file=ENV_FILE)
    except ValidationError as exc:
        # The cause holds the values, secrets among them.
        raise SettingsError("\n".join(describe_errors(exc, Settings))) from None
    return _with_openai_key(settings, named.get(OPENAI_KEY))


def _read_names() -> Mapping[str, str]:
    from dotenv import dotenv_values  # noqa: PLC0415  # only here, and `--help` needs no settings

    try:
        in_file = dotenv_values(ENV_FILE)
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{ENV_FILE} cannot be read: {exc}") from exc
    merged = {**in_file, **os.environ}  # noqa: TID251  # this is the one place
    return {name.upper(): value for name, value in merged.items() if value}


def _with_openai_key(settings: Settings, key: str | None) -> Settings:
    if settings.answer.api_key is not None or not key:
        return settings
    answer = settings.answer.model_copy(update={"api_key": SecretStr(key)})
    return settings.model_copy(update={"answer": answer})
