from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands.toolbox import Toolbox
from api.settings import Settings
from tests.api.fakes import FakeBackend

if TYPE_CHECKING:
    from api.local import LocalBackend

Run = Callable[..., Result]


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture
def run(backend: FakeBackend) -> Run:
    """Run the command on a fake backend."""

    @contextmanager
    def open_local(_: Settings) -> Iterator["LocalBackend"]:
        yield cast("LocalBackend", backend)

    def invoke(*args: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, args, input=stdin, obj=Toolbox(open_local=open_local))

    return invoke
