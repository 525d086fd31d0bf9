"""Lists what a source holds: files with the name each has inside its source."""

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.contents import Content
from ingest.errors import NothingToIngestError, SourceConflictError, SourceNotFoundError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: `path` names it inside its source, with forward slashes on every system.

    `content` is where its bytes are when they are not simply the file at `location`.
    """

    source: str
    path: str
    location: Path
    content: Content | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything under one root. `origin` is the folder that the source's name stands for.

    `folder` tells a whole folder from a single file. `unlisted` are the folders inside that could not be
    looked into; each is among the files too, so that it is reported.
    """

    source: str
    origin: str
    files: tuple[SourceFile, ...]
    folder: bool = True
    unlisted: tuple[str, ...] = ()


def list_sources(paths: Sequence[Path], *, source: str | None) -> list[Listing]:
    """List each path; a folder's name is its source's name unless one is given.

    Raises:
        SourceNotFoundError: a path does not exist, or is a folder that cannot be read.
        SourceConflictError: two folders have the same name, or two paths give one source different files of
            the same name.
        NothingToIngestError: there is no file at all, or no path.
    """
    listings = list(dict.fromkeys(_list_path(path, source=source) for path in paths))
    if not any(listing.files for listing in listings):
        raise NothingToIngestError(f"no files found in {', '.join(_shown(path) for path in paths)}")
    if source is None:
        _check_names(listings)
    _check_unique(listings)
    return listings


def all_files(listings: Sequence[Listing]) -> list[SourceFile]:
    """Return every file once, though a folder and a file in it may both have been named."""
    return list(dict.fromkeys(file for listing in listings for file in listing.files))


def _list_path(path: Path, *, source: str | None) -> Listing:
    # Not Path.resolve and Path.exists: they raise on a loop of links and on a folder we may not look into.
    root = Path(os.path.realpath(path))
    if not os.path.lexists(root):
        raise SourceNotFoundError(f"there is no file or folder {_shown(path)}")
    whole = os.path.isdir(root)  # noqa: PTH112  # as above
    folder = root if whole else root.parent
    name = source or folder.name or "root"
    unlisted: list[Path] = []
    locations = sorted(_walk(root, unlisted)) if whole else [root]
    if root in unlisted:
        raise SourceNotFoundError(f"cannot look into the folder {_shown(path)}")
    return Listing(
        source=_shown(name),
        origin=_shown(folder),
        files=tuple(
            SourceFile(_shown(name), _inner_path(location, folder), location)
            for location in [*locations, *unlisted]
        ),
        folder=whole,
        unlisted=tuple(_inner_path(location, folder) for location in unlisted),
    )


def _inner_path(location: Path, folder: Path) -> str:
    return _shown(location.relative_to(folder).as_posix())


def _shown(name: Path | str) -> str:
    # A name that is not valid UTF-8 can be neither stored nor printed as it is: its odd bytes are escaped.
    return str(name).encode("utf-8", "backslashreplace").decode()


def _walk(root: Path, unlisted: list[Path]) -> Iterable[Path]:
    """Yield the files below, and links to files; add the folders that could not be read to `unlisted`.

    Hidden ones, and folders behind links (they may loop), are left out.
    """

    def note(error: OSError) -> None:
        unlisted.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            location = Path(folder) / name
            if not name.startswith(".") and _may_be_read(location):
                yield location


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
