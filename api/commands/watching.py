"""Waits for files to change; the only file that touches watchfiles."""

from collections.abc import Iterator, Sequence
from pathlib import Path


def wait_for_changes(paths: Sequence[Path], *, ignored: Path) -> Iterator[None]:
    """Yield after each burst of changes below the paths, until Ctrl-C; `ignored` is our own folder."""
    import watchfiles  # noqa: PLC0415  # a compiled library that only `--watch` needs

    roots = [path.resolve() for path in paths]

    def concerns_us(_change: watchfiles.Change, path: str) -> bool:
        return is_source(Path(path), roots, ignored=ignored)

    for _ in watchfiles.watch(*roots, watch_filter=concerns_us):
        yield


def is_source(path: Path, roots: Sequence[Path], *, ignored: Path) -> bool:
    """Say whether a change of that path can change what a sync lists: hidden files and our own cannot."""
    if path.is_relative_to(ignored):
        return False
    inner = [path.relative_to(root).parts for root in roots if path.is_relative_to(root)]
    return any(not any(part.startswith(".") for part in parts) for parts in inner)
