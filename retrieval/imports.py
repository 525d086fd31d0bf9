"""Imports a library while its optional companions look uninstalled.

spaCy imports torch whenever it is there (1.5 s of a 5 s budget, for nothing our pipeline uses), and has no
setting for it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def hidden_modules(*names: str) -> Iterator[None]:
    """Make `import name` raise ImportError inside the block, unless it was already imported."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # the documented way to block an import
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
