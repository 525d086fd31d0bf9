"""Lists the documents of a manifest: JSON Lines, one document each; a bad line stops no other."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from ingest.contents import Content, FileContent, GivenContent, RefusedContent
from ingest.errors import NothingToIngestError, UnreadableDocumentError
from ingest.inner_names import shown
from ingest.listing import Listing, SourceFile
from ingest.loaders.limits import MAX_FILE_BYTES
from ingest.manifest_row import ManifestRow, find_path, read_row

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Fetcher(Protocol):
    """Tells how the document at an address is read when its turn comes."""

    def __call__(self, url: str, /, *, base: Path) -> Content: ...


def refuse_addresses(_url: str, /, *, base: Path) -> Content:  # noqa: ARG001  # the port's signature
    return RefusedContent("only its address is given: --fetch reads it from there")


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where the lines come from. Files lie beside `location`, or in the working folder without one."""

    stream: BinaryIO
    source: str
    location: Path | None = None
    fetch: Fetcher = refuse_addresses

    @property
    def base(self) -> Path:
        return Path() if self.location is None else self.location.parent

    @property
    def origin(self) -> str:
        return "standard input" if self.location is None else shown(self.location.resolve())


@dataclass(frozen=True, slots=True)
class LineContent:
    """The text in one line of a manifest on disk: memory need not hold all of them."""

    location: Path
    offset: int
    length: int
    path: str
    suffix: str = ""

    def read(self, *, max_bytes: int) -> bytes:
        try:
            with self.location.open("rb") as stream:
                stream.seek(self.offset)
                row = read_row(stream.read(self.length))
        except OSError as exc:
            raise UnreadableDocumentError(f"the manifest cannot be read: {exc.strerror or exc}") from exc
        except UnreadableDocumentError as exc:
            raise UnreadableDocumentError("the manifest changed while it was read") from exc
        if row.path != self.path or row.text is None:
            raise UnreadableDocumentError("the manifest changed while it was read")
        return GivenContent(row.text.encode()).read(max_bytes=max_bytes)


def list_manifest(manifest: Manifest) -> Listing:
    """List every line; one that cannot be used is among the files, to be quarantined with its number.

    Documents that no line names any more count as gone, unless a line does not tell which one it means.

    Raises:
        NothingToIngestError: there is no line.
    """
    found = _Found(manifest)
    for line in _read_lines(manifest.stream):
        found.add(line)
    if not found.files:
        raise NothingToIngestError(f"there is no line in the manifest {manifest.origin}")
    return Listing(
        source=shown(manifest.source),
        origin=manifest.origin,
        files=tuple(found.files.values()),
        folder=not found.nameless,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    offset: int
    data: bytes

    @property
    def too_long(self) -> bool:
        return len(self.data) > MAX_FILE_BYTES


@dataclass(slots=True)
class _Found:
    manifest: Manifest
    files: dict[str, SourceFile] = field(default_factory=dict)
    nameless: bool = False
    _lines: dict[str, int] = field(default_factory=dict)

    def add(self, line: _Line) -> None:
        name = f"line {line.number}"
        if line.too_long:
            self.nameless = True
            self._refuse(name, f"longer than {MAX_FILE_BYTES} bytes")
            return
        path = find_path(line.data)
        first = self._lines.setdefault(path, line.number) if path is not None else line.number
        if first != line.number:
            self._refuse(name, f"{path!r} stands in line {first} already")
            return
        try:
            row = read_row(line.data)
        except UnreadableDocumentError as exc:
            self.nameless = self.nameless or path is None
            self._refuse(path or name, f"{name}: {exc}" if path else str(exc))
            return
        self._add_row(row, line)

    def _add_row(self, row: ManifestRow, line: _Line) -> None:
        location = self.manifest.location or Path("-")
        self.files[row.path] = SourceFile(
            shown(self.manifest.source), row.path, location, self._content(row, line), row.details
        )

    def _content(self, row: ManifestRow, line: _Line) -> Content:
        if row.file is not None:
            place = self.manifest.base / row.file
            if os.path.isfile(place):  # noqa: PTH113  # Path.is_file raises where we may not look
                return FileContent(place)
            return RefusedContent(f"line {line.number}: there is no file {shown(row.file)}")
        if row.text is None:
            return self.manifest.fetch(row.url or "", base=self.manifest.base)
        if self.manifest.location is None:
            return GivenContent(row.text.encode())
        return LineContent(self.manifest.location, line.offset, len(line.data), row.path)

    def _refuse(self, path: str, reason: str) -> None:
        location = self.manifest.location or Path("-")
        self.files[path] = SourceFile(shown(self.manifest.source), path, location, RefusedContent(reason))


def _read_lines(stream: BinaryIO) -> Iterator[_Line]:
    """Yield every line but the blank ones; of one that is too long only as much as shows it."""
    offset, number = 0, 0
    while data := stream.readline(MAX_FILE_BYTES + 1):
        number += 1
        mark = len(_BYTE_ORDER_MARK) if number == 1 and data.startswith(_BYTE_ORDER_MARK) else 0
        if data.strip():
            yield _Line(number, offset + mark, data[mark:])
        offset += len(data)
        while not data.endswith(b"\n") and (data := stream.readline(MAX_FILE_BYTES + 1)):
            offset += len(data)
