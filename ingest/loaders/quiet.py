"""Keeps the warnings of a library about a file's small oddities away from the terminal and the log."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# The filters belong to the whole process: two threads that save and restore them would mix them up.
_FILTERS = Lock()


@contextmanager
def without_warnings() -> Iterator[None]:
    with _FILTERS, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
