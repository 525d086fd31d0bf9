"""The secret behind the audit's hashes and chain: configured, or random in a file only its owner may read.

The file is there from the first row on, also with a configured key: it says that a log was started here.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from pydantic import SecretStr

from answer.errors import RecorderError

KEY_BYTES = 32
ELSEWHERE = "configured"


class AuditKey:
    """Makes keyed hashes: one text gives different ones for different purposes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def hash(self, purpose: str, text: str) -> str:
        message = f"{purpose}\x1f{text}".encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()

    def save(self, file: Path, *, configured: bool) -> None:
        """Write the key, or only that it is configured; the file must not be there yet."""
        try:
            # Created with its mode: a chmod afterwards would leave a moment in which others can read it.
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(ELSEWHERE if configured else self._secret.hex())
        except OSError as exc:
            raise RecorderError(f"the audit key {file} cannot be written: {exc.strerror}") from exc


def make_audit_key(configured: SecretStr | None) -> AuditKey:
    return AuditKey(configured.get_secret_value().encode() if configured else secrets.token_bytes(KEY_BYTES))


def read_audit_key(configured: SecretStr | None, file: Path) -> AuditKey:
    """Return the configured key, or the one in `file`.

    Raises:
        RecorderError: the file is gone or damaged, or says that the key must be configured.
    """
    if configured is not None:
        return make_audit_key(configured)
    try:
        content = file.read_text(encoding="ascii")
        if content == ELSEWHERE:
            raise RecorderError("this audit log was started with PLUMBLINE_API__AUDIT_KEY: set it again")
        secret = bytes.fromhex(content)
    except (OSError, ValueError) as exc:
        raise RecorderError(f"the audit key {file} cannot be read: {exc}") from exc
    if len(secret) < KEY_BYTES:
        raise RecorderError(f"the audit key {file} is damaged")
    return AuditKey(secret)
