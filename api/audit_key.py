"""The secret behind the audit's hashes and chain: configured, or random in a file only its owner may read."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from answer.errors import RecorderError

KEY_BYTES = 32


class AuditKey:
    """Makes keyed hashes: one text gives different ones for different purposes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def hash(self, purpose: str, text: str) -> str:
        message = f"{purpose}\x1f{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()


def open_audit_key(configured: SecretStr | None, *, file: Path, started: bool) -> AuditKey:
    """Return the configured key, or the one in `file`, made there when no row was written yet.

    Raises:
        RecorderError: the file cannot be used, or is gone although rows were written with it.
    """
    if configured is not None:
        return AuditKey(configured.get_secret_value().encode())
    try:
        return AuditKey(_read_or_create(file, started=started))
    except (OSError, ValueError) as exc:
        raise RecorderError(f"the audit key {file} cannot be used: {exc}") from exc


def _read_or_create(file: Path, *, started: bool) -> bytes:
    if file.exists() or started:
        secret = bytes.fromhex(file.read_text(encoding="ascii"))
        if len(secret) < KEY_BYTES:
            raise ValueError("it is damaged")
        return secret
    secret = secrets.token_bytes(KEY_BYTES)
    # Created with its mode: a chmod afterwards would leave a moment in which others can read it.
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secret.hex())
    return secret
