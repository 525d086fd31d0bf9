"""Lists what a source holds: files with the name each has inside its source."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import NothingToIngestError, SourceConflictError, SourceNotFoundError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: `path` names it inside its source, with forward slashes on every system."""

    source: str
    path: str
    location: Path


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything under one root. `origin` is where the source's name was first used for."""

    source: str
    origin: str
    files: tuple[SourceFile, ...]


def list_sources(paths: Sequence[Path], *, source: str | None) -> list[Listing]:
    """List each path; a folder's name is its source's name unless one is given.

    Raises:
        SourceNotFoundError: a path does not exist.
        SourceConflictError: two paths give one source two different files of the same name.
        NothingToIngestError: there is no file at all.
    """
    listings = [_list_path(path, source=source) for path in paths]
    if not any(listing.files for listing in listings):
        raise NothingToIngestError(f"no files found in {', '.join(str(path) for path in paths)}")
    _check_unique(listings)
    return listings


def _list_path(path: Path, *, source: str | None) -> Listing:
    root = path.resolve()
    if not root.exists():
        raise SourceNotFoundError(f"there is no file or folder {path}")
    folder = root if root.is_dir() else root.parent
    name = source or folder.name or "root"
    locations = sorted(_walk(root)) if root.is_dir() else [root]
    files = tuple(SourceFile(name, _inner_path(location, folder), location) for location in locations)
    return Listing(name, str(folder), files)


def _inner_path(location: Path, folder: Path) -> str:
    # A name that is not valid UTF-8 cannot be stored as it stands; its odd bytes are shown escaped.
    return location.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()


def _walk(root: Path) -> Iterable[Path]:
    """Yield the regular files below; hidden ones, and folders behind links (they may loop), are left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            location = Path(folder) / name
            if not name.startswith(".") and (location.is_file() or location.is_symlink()):
                yield location


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
