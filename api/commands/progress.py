"""A bar that counts files, or whatever else is worked off, on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, int], None]


@contextmanager
def file_bar(unit: str = "files") -> Iterator[Advance]:
    """Yield what to call with the files, or other units, that are done and how many there are."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.progress import Progress as Bar  # noqa: PLC0415  # as above

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(unit, total=None)
        yield lambda done, total: bar.update(task, total=total, completed=done)
