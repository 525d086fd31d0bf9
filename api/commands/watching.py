"""Waits for files to change; the only file that touches watchfiles."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.archive_listing import is_archive
from ingest.globs import EVERYTHING, Globs


def wait_for_changes(paths: Sequence[Path], *, ignored: Path, globs: Globs = EVERYTHING) -> Iterator[None]:
    """Yield after each burst of changes below the paths, until Ctrl-C; `ignored` is our own folder."""
    import watchfiles  # noqa: PLC0415  # a compiled library that only `--watch` needs

    roots = [path.resolve() for path in paths]

    def concerns_us(_change: watchfiles.Change, path: str) -> bool:
        return is_source(Path(path), roots, ignored=ignored, globs=globs)

    for _ in watchfiles.watch(*roots, watch_filter=concerns_us):
        yield


def is_source(path: Path, roots: Sequence[Path], *, ignored: Path, globs: Globs = EVERYTHING) -> bool:
    """Say whether a change of that path can change what a sync lists: hidden files and our own cannot."""
    if path.is_relative_to(ignored):
        return False
    inner = [path.relative_to(root) for root in roots if path.is_relative_to(root)]
    return any(_may_be_listed(path, name, globs) for name in inner)


def _may_be_listed(path: Path, inner: Path, globs: Globs) -> bool:
    if any(part.startswith(".") for part in inner.parts):
        return False
    # The path of a single file that was named itself has no parts inside that file.
    name = inner.as_posix() if inner.parts else path.name
    # A folder that was moved away is one change, whatever it held; an archive may hold what is wanted.
    whole = is_archive(name) or not path.is_file()
    return not globs.excludes_folder(name) if whole else globs.wants(name)
