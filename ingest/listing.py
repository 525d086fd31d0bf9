"""Lists what a source holds: files with the name each has inside its source."""

import io
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ingest.archive_listing import ArchiveListing, is_archive
from ingest.contents import Content
from ingest.details import NO_DETAILS, Details
from ingest.errors import NothingToIngestError, SourceConflictError, SourceNotFoundError
from ingest.globs import EVERYTHING, Globs
from ingest.inner_names import shown
from ingest.loaders.limits import MAX_FILE_BYTES


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: `path` names it inside its source, with forward slashes on every system.

    `content` is where its bytes are when they are not simply the file at `location`.
    """

    source: str
    path: str
    location: Path
    content: Content | None = field(default=None, compare=False)
    details: Details = field(default=NO_DETAILS, compare=False)

    def open(self) -> BinaryIO:
        """Open it for somebody who passes the bytes on.

        Raises:
            OSError: it cannot be opened.
            UnreadableDocumentError: it is no plain file, and cannot be read.
        """
        if self.content is None:
            return self.location.open("rb")
        return io.BytesIO(self.content.read(max_bytes=MAX_FILE_BYTES))


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything under one root. `origin` is the folder that the source's name stands for.

    `folder` tells a whole folder from a single file, or a single archive. `unlisted` are the folders and
    archives inside that could not be looked into; each is among the files too, so that it is reported.
    """

    source: str
    origin: str
    files: tuple[SourceFile, ...]
    folder: bool = True
    unlisted: tuple[str, ...] = ()
    archive: str | None = None

    def covers(self, path: str) -> bool:
        """Say whether a document of this path would be among the files if it still existed."""
        return self.folder or (self.archive is not None and path.startswith(f"{self.archive}/"))

    def hides(self, path: str) -> bool:
        """Say whether it may exist unseen, in what could not be looked into."""
        return path.startswith(tuple(f"{place}/" for place in self.unlisted))


def list_sources(paths: Sequence[Path], *, source: str | None, globs: Globs = EVERYTHING) -> list[Listing]:
    """List each path; a folder's name is its source's name unless one is given.

    Raises:
        SourceNotFoundError: a path does not exist, or is a folder that cannot be read.
        SourceConflictError: two folders have the same name, or two paths give one source different files of
            the same name.
        NothingToIngestError: there is no file at all, or no path.
    """
    listings = list(dict.fromkeys(_list_path(path, source=source, globs=globs) for path in paths))
    if not any(listing.files for listing in listings):
        wanted = "" if globs == EVERYTHING else " that --include and --exclude leave over"
        raise NothingToIngestError(f"no files{wanted} found in {', '.join(shown(path) for path in paths)}")
    if source is None:
        _check_names(listings)
    _check_unique(listings)
    return listings


def all_files(listings: Sequence[Listing]) -> list[SourceFile]:
    """Return every file once, though a folder and a file in it may both have been named."""
    return list(dict.fromkeys(file for listing in listings for file in listing.files))


def _list_path(path: Path, *, source: str | None, globs: Globs) -> Listing:
    # Not Path.resolve and Path.exists: they raise on a loop of links and on a folder we may not look into.
    root = Path(os.path.realpath(path))
    if not os.path.lexists(root):
        raise SourceNotFoundError(f"there is no file or folder {shown(path)}")
    whole = os.path.isdir(root)  # noqa: PTH112  # as above
    folder = root if whole else root.parent
    found = _Found(shown(source or folder.name or "root"), folder, globs)
    if whole:
        found.walk()
    else:
        found.add(root)
    if root in found.closed:
        raise SourceNotFoundError(f"cannot look into the folder {shown(path)}")
    return Listing(
        source=found.source,
        origin=shown(folder),
        files=tuple(found.files),
        folder=whole,
        unlisted=tuple(found.unlisted),
        archive=None if whole or not is_archive(root.name) else shown(root.name),
    )


@dataclass(slots=True)
class _Found:
    """The files below a folder, as they are found."""

    source: str
    folder: Path
    globs: Globs
    files: list[SourceFile] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)

    def walk(self) -> None:
        """Add the files below in order, and links to files; last the folders that could not be read.

        Hidden ones, and folders behind links (they may loop), are left out.
        """
        for location in sorted(self._walk()):
            self.add(location)
        for location in self.closed:
            path = self._name(location)
            self.files.append(SourceFile(self.source, path, location))
            self.unlisted.append(path)

    def add(self, location: Path) -> None:
        path = self._name(location)
        if is_archive(path):
            self._add_archive(path, location)
        elif self.globs.wants(path):
            self.files.append(SourceFile(self.source, path, location))

    def _add_archive(self, path: str, location: Path) -> None:
        if self.globs.excludes_folder(path):
            return
        listing = ArchiveListing(path, location, self.globs)
        listing.open()
        self.files += [
            SourceFile(self.source, inner, location, content) for inner, content in listing.contents.items()
        ]
        self.unlisted += listing.unopened

    def _walk(self) -> Iterable[Path]:
        for parent, folders, names in os.walk(self.folder, onerror=self._note):
            folders[:] = [name for name in folders if self._may_be_entered(Path(parent, name))]
            for name in names:
                location = Path(parent, name)
                if not name.startswith(".") and _may_be_read(location):
                    yield location

    def _note(self, error: OSError) -> None:
        # A folder that is gone since its parent was read needs no report: it is gone.
        if not isinstance(error, FileNotFoundError):
            self.closed.append(Path(error.filename))

    def _may_be_entered(self, location: Path) -> bool:
        return not location.name.startswith(".") and not self.globs.excludes_folder(self._name(location))

    def _name(self, location: Path) -> str:
        return shown(location.relative_to(self.folder).as_posix())


def _may_be_read(location: Path) -> bool:
    """Leave out devices, pipes and sockets; what cannot be looked at stays, to be reported."""
    try:
        mode = location.lstat().st_mode
    except OSError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def _check_names(listings: Sequence[Listing]) -> None:
    origins: dict[str, str] = {}
    for listing in listings:
        other = origins.setdefault(listing.source, listing.origin)
        if other != listing.origin:
            raise SourceConflictError(
                f"{other} and {listing.origin} are both named {listing.source!r}: "
                "ingest them one by one, each with a --source of its own"
            )


def _check_unique(listings: Sequence[Listing]) -> None:
    seen: dict[tuple[str, str], Path] = {}
    for listing in listings:
        for file in listing.files:
            other = seen.setdefault((file.source, file.path), file.location)
            if other != file.location:
                raise SourceConflictError(
                    f"{other} and {file.location} would both be {file.path!r} in source {file.source!r}: "
                    "ingest them one by one, each with a --source of its own"
                )
