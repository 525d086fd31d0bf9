"""Where the bytes of a document come from, and how they are read: once, and never beyond the limit."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from ingest.errors import UnreadableDocumentError


class Content(Protocol):
    """What one document is read from when its turn comes."""

    @property
    def suffix(self) -> str:
        """The file ending that fits the bytes, with its dot; used where the document's own name has none."""
        ...

    def read(self, *, max_bytes: int) -> bytes:
        """Return all bytes.

        Raises:
            UnreadableDocumentError: they cannot be read, or are too many.
        """
        ...


@dataclass(frozen=True, slots=True)
class FileContent:
    location: Path

    @property
    def suffix(self) -> str:
        return self.location.suffix

    def read(self, *, max_bytes: int) -> bytes:
        try:
            check_regular(self.location)
            with self.location.open("rb") as stream:
                return read_unchanged(stream, max_bytes=max_bytes)
        except FileNotFoundError as exc:
            raise UnreadableDocumentError("vanished before it could be read") from exc
        except OSError as exc:
            raise UnreadableDocumentError(f"cannot be read: {exc.strerror or exc}") from exc


@dataclass(frozen=True, slots=True)
class GivenContent:
    """Bytes that are at hand already: standard input, say."""

    data: bytes
    name: str = ""

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    def read(self, *, max_bytes: int) -> bytes:
        if len(self.data) > max_bytes:
            raise too_large(max_bytes)
        return self.data


@dataclass(frozen=True, slots=True)
class RefusedContent:
    """Something that was found and cannot be read, so that it is quarantined with its reason."""

    reason: str
    suffix: str = ""

    def read(self, *, max_bytes: int) -> bytes:  # noqa: ARG002  # the port's signature
        raise UnreadableDocumentError(self.reason)


def check_regular(location: Path) -> None:
    """Refuse what would block or has no end when it is opened: pipes and devices, also behind links.

    Raises:
        UnreadableDocumentError: it is one of these, a folder, or gone.
    """
    if location.is_dir():
        raise UnreadableDocumentError("a folder that cannot be looked into")
    if not location.is_file():
        if os.path.lexists(location):
            raise UnreadableDocumentError("not a regular file, or a link that leads nowhere")
        raise UnreadableDocumentError("vanished before it could be read")


def too_large(max_bytes: int) -> UnreadableDocumentError:
    return UnreadableDocumentError(f"larger than {max_bytes} bytes (PLUMBLINE_INGEST__MAX_FILE_BYTES)")


def read_unchanged(stream: BinaryIO, *, max_bytes: int) -> bytes:
    """Read to the end, unless somebody writes to the file meanwhile: half of a change is no document."""
    before = os.fstat(stream.fileno())
    if before.st_size > max_bytes:
        raise too_large(max_bytes)
    data = stream.read(before.st_size + 1)
    after = os.fstat(stream.fileno())
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise UnreadableDocumentError("it changed while it was read: the next run reads it again")
    return data
