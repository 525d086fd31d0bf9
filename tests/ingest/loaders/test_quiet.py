import warnings

import pytest

from ingest.loaders.quiet import without_warnings


def test_warnings_are_silent_inside_and_heard_outside() -> None:
    with without_warnings():
        warnings.warn("about a file", stacklevel=1)

    with pytest.warns(UserWarning, match="about us"):
        warnings.warn("about us", stacklevel=1)
