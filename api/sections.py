"""The front door's own settings; the root settings read them from the environment."""

from ipaddress import ip_address
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

LOCAL_NAME = "localhost"


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a server bound to that host."""
    try:
        return host.lower() == LOCAL_NAME or ip_address(host).is_loopback
    except ValueError:
        return False


class ApiSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[
        str, Field(description="the address to serve on; only loopback ones while there are no keys")
    ] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="the port to serve on; 0 takes a free one")] = 8000
    max_body_bytes: Annotated[int, Field(ge=1, description="a larger request is refused unread")] = 1_000_000
    max_upload_file_bytes: Annotated[int, Field(ge=1, description="a larger uploaded file is refused")] = (
        100_000_000
    )
    max_upload_bytes: Annotated[
        int, Field(ge=1, description="a larger upload is refused; counts all its files and their names")
    ] = 1_000_000_000
    max_upload_files: Annotated[int, Field(ge=1, description="files in one upload")] = 10_000
    max_waiting_jobs: Annotated[
        int, Field(ge=1, description="unfinished ingest jobs; while there are so many, uploads are refused")
    ] = 100
    audit_text: Annotated[
        bool, Field(description="keep questions and answers in the audit log as text, not only hashed")
    ] = False
    audit_key: Annotated[
        SecretStr | None,
        Field(description="key of the audit's hashes and chain; none means a random one in the data folder"),
    ] = None

    @field_validator("host")
    @classmethod
    def _stay_on_this_machine(cls, host: str) -> str:
        if not is_loopback(host):
            raise ValueError(
                "use a loopback address such as 127.0.0.1, since without keys nobody else may connect"
            )
        return host

    @field_validator("audit_key")
    @classmethod
    def _refuse_short_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 32:
            raise ValueError("at least 32 characters")
        return key
