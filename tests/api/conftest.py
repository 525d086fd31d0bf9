import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, with no settings of the person who runs the tests."""
    for name in list(os.environ):  # noqa: TID251  # the names, to forget them
        if name.upper().startswith("PLUMBLINE_") or name == "OPENAI_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
