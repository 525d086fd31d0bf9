"""Lists the documents in an archive as if it were a folder, and one level of archives inside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipInfo

from ingest.archive import Archive, MemberContent, entry_name, is_special
from ingest.contents import Content, RefusedContent
from ingest.errors import UnreadableDocumentError
from ingest.globs import Globs
from ingest.inner_names import normalise_name, shown
from ingest.loaders.limits import (
    MAX_ARCHIVE_ENTRIES,
    MAX_ARCHIVE_UNPACKED_BYTES,
    MAX_ZIP_RATIO,
    MIN_SUSPICIOUS_BYTES,
)

SUFFIX = ".zip"
_DEEPEST = 2


def is_archive(name: str) -> bool:
    return name.lower().endswith(SUFFIX)


def find_archive(path: str) -> str | None:
    """Return the outermost archive that a document's path leads into, if it does."""
    parts = path.split("/")
    ends = (number for number, part in enumerate(parts[:-1], start=1) if is_archive(part))
    return next(("/".join(parts[:end]) for end in ends), None)


@dataclass(slots=True)
class ArchiveListing:
    """What is in the archive at `location`, named `path` in its source.

    `unopened` are the archives of which nothing is known, because they are damaged, say; each is among the
    contents too, so that it is reported.
    """

    path: str
    location: Path
    globs: Globs
    contents: dict[str, Content] = field(default_factory=dict)
    unopened: list[str] = field(default_factory=list)
    _entries: int = 0
    _bytes: int = 0

    def open(self) -> None:
        self._open(self.path, Archive(self.location), depth=1)

    def _open(self, path: str, archive: Archive, *, depth: int) -> None:
        try:
            entries = archive.entries()
            self._check_size(entries, packed=_packed_size(archive))
        except UnreadableDocumentError as exc:
            self._leave_closed(path, str(exc))
            return
        members = _find_members(entries)
        if not members:
            self.contents[path] = RefusedContent("the archive holds no documents")
        wanted = {name: entry for name, entry in members.items() if self._wants(f"{path}/{name}")}
        for name, entry in sorted(wanted.items()):
            self._add(f"{path}/{name}", entry, archive=archive, depth=depth)
        archive.expect(sum(isinstance(entry, ZipInfo) for entry in wanted.values()))

    def _add(self, path: str, entry: ZipInfo | RefusedContent, *, archive: Archive, depth: int) -> None:
        if isinstance(entry, RefusedContent):
            self.contents[path] = entry
        elif not is_archive(path):
            self.contents[path] = MemberContent(archive, entry)
        elif depth < _DEEPEST:
            self._open(path, Archive(archive.location, outer=archive, entry=entry), depth=depth + 1)
        else:
            self._leave_closed(path, "an archive inside an archive inside an archive is not opened")

    def _wants(self, path: str) -> bool:
        if is_archive(path):
            return not self.globs.excludes_folder(path)
        return self.globs.wants(path)

    def _leave_closed(self, path: str, reason: str) -> None:
        self.contents[path] = RefusedContent(reason)
        self.unopened.append(path)

    def _check_size(self, entries: Iterable[ZipInfo], *, packed: int) -> None:
        """Refuse bombs; archives inside count towards the limits of the one on disk."""
        sizes = [entry.file_size for entry in entries]
        total = sum(sizes)
        if total > MIN_SUSPICIOUS_BYTES and total > MAX_ZIP_RATIO * packed:
            raise UnreadableDocumentError(
                f"the archive unpacks to {total // 1_000_000} MB, more than {MAX_ZIP_RATIO} times its size"
            )
        self._entries += len(sizes)
        self._bytes += total
        if self._entries > MAX_ARCHIVE_ENTRIES:
            raise UnreadableDocumentError(f"the archive holds more than {MAX_ARCHIVE_ENTRIES} entries")
        if self._bytes > MAX_ARCHIVE_UNPACKED_BYTES:
            limit = MAX_ARCHIVE_UNPACKED_BYTES // 1_000_000_000
            raise UnreadableDocumentError(f"the archive unpacks to more than {limit} GB")


def _packed_size(archive: Archive) -> int:
    if archive.entry is not None:
        return archive.entry.file_size
    try:
        return archive.location.stat().st_size
    except OSError as exc:
        raise UnreadableDocumentError(f"cannot be read: {exc.strerror or exc}") from exc


def _find_members(entries: Iterable[ZipInfo]) -> dict[str, ZipInfo | RefusedContent]:
    """Return what is a document by its name; of two with one name the last counts, as for who unpacks it."""
    members: dict[str, ZipInfo | RefusedContent] = {}
    for entry in entries:
        name = entry_name(entry)
        if name.endswith("/") or is_special(entry) or _is_hidden(name):
            continue
        try:
            members[shown(normalise_name(name))] = entry
        except UnreadableDocumentError as exc:
            members[shown(name.strip("/"))] = RefusedContent(str(exc))
    return members


def _is_hidden(name: str) -> bool:
    """Tell hidden files, and what macOS writes about each file into a folder of its own."""
    parts = name.split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part not in (".", "..") for part in parts)
