"""One ZIP archive of documents: its directory, and its members one by one; nothing is written to disk.

The sizes an archive declares can be trusted: zipfile reads no entry beyond its declared size.
"""

import io
import stat
import struct
import threading
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZipInfo

from ingest.contents import check_regular, too_large
from ingest.errors import UnreadableDocumentError
from ingest.loaders.limits import MAX_ARCHIVE_DIRECTORY_BYTES, MAX_FILE_BYTES

_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800
# The others are rare, and zipfile unpacks them without a bound.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_METHOD_NAMES = {9: "deflate64", zipfile.ZIP_BZIP2: "bzip2", zipfile.ZIP_LZMA: "LZMA", 93: "Zstandard"}
# What zipfile and zlib raise on damage, RuntimeError with NotImplementedError and ValueError among them.
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, IndexError, RuntimeError, ValueError)


@dataclass(slots=True)
class Archive:
    """An archive on disk, or one that is a member of another.

    It is open only while members that `expect` announced are left to read: opening reads the whole directory,
    too much to do for every member, and a folder may hold more archives than a process may hold open.
    """

    location: Path
    outer: "Archive | None" = None
    entry: ZipInfo | None = None
    _left: int = 0
    _opened: zipfile.ZipFile | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __reduce__(self) -> tuple[object, ...]:
        """Another process opens it anew."""
        return Archive, (self.location, self.outer, self.entry)

    def entries(self) -> list[ZipInfo]:
        """Read the directory.

        Raises:
            UnreadableDocumentError: it cannot be opened, is damaged, or is no archive.
        """
        try:
            with self._open_stream() as stream, zipfile.ZipFile(_Directory(stream)) as opened:
                return opened.infolist()
        except OSError as exc:
            raise UnreadableDocumentError(f"cannot be read: {exc.strerror or exc}") from exc
        except _DAMAGE as exc:
            raise UnreadableDocumentError("the archive is damaged and cannot be opened") from exc

    def expect(self, members: int) -> None:
        self._left = members

    def read(self, entry: ZipInfo, *, max_bytes: int) -> bytes:
        with self._lock:
            self._left -= 1
            try:
                return self._read(entry, max_bytes=max_bytes)
            except OSError as exc:
                raise UnreadableDocumentError(f"the archive cannot be read: {exc.strerror or exc}") from exc
            except _DAMAGE as exc:
                raise UnreadableDocumentError("damaged inside the archive") from exc
            finally:
                if self._left <= 0 and self._opened is not None:
                    self._opened.close()
                    self._opened = None

    def _read(self, entry: ZipInfo, *, max_bytes: int) -> bytes:
        problem = _find_problem(entry)
        if problem:
            raise UnreadableDocumentError(problem)
        if entry.file_size > max_bytes:
            raise too_large(max_bytes)
        if self._opened is None:
            self._opened = self._open()
        with self._opened.open(entry) as member:
            return member.read()

    def _open(self) -> zipfile.ZipFile:
        """Unlike a stream that it is given, zipfile closes a file that it opened itself."""
        if self.outer is not None:
            return zipfile.ZipFile(self._open_stream())
        check_regular(self.location)
        return zipfile.ZipFile(self.location)

    def _open_stream(self) -> BinaryIO:
        if self.outer is not None and self.entry is not None:
            return io.BytesIO(self.outer.read(self.entry, max_bytes=MAX_FILE_BYTES))
        check_regular(self.location)
        return self.location.open("rb")


@dataclass(frozen=True, slots=True)
class MemberContent:
    """One document in an archive."""

    archive: Archive
    entry: ZipInfo

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.entry.filename).suffix

    def read(self, *, max_bytes: int) -> bytes:
        return self.archive.read(self.entry, max_bytes=max_bytes)


class _Directory(io.RawIOBase):
    """Refuses the one read that takes a whole directory into memory, when the archive says it is enormous."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_ARCHIVE_DIRECTORY_BYTES:
            raise UnreadableDocumentError("the archive's directory is too large")
        return self._stream.read(-1 if size is None else size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def entry_name(entry: ZipInfo) -> str:
    """Return the name as it was meant: many programs write UTF-8 without saying so.

    Not `filename`, which ends at the first NUL.
    """
    if entry.flag_bits & _UTF8_FLAG:
        return entry.orig_filename
    try:
        return entry.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.orig_filename


def is_special(entry: ZipInfo) -> bool:
    """Say whether it is a pipe or a device; most programs write no type at all."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFDIR)


def _find_problem(entry: ZipInfo) -> str | None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link inside the archive"
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return "encrypted inside the archive"
    if entry.compress_type not in _METHODS:
        method = _METHOD_NAMES.get(entry.compress_type, f"method {entry.compress_type}")
        return f"compressed with {method}, which is not read: make the archive with deflate, the usual one"
    return None
