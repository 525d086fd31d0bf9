"""What holds for every test: nothing reaches the network beyond this machine, except tests marked `live`."""

import ipaddress
import socket
from pathlib import Path

import pytest

from retrieval.embedder import Embedder
from retrieval.embeddings import open_embedder
from retrieval.settings import RetrievalSettings


def pytest_addoption(parser: pytest.Parser) -> None:
    explained = "how many syncs are killed to see whether the next one finishes them"
    parser.addoption("--kills", type=int, default=4, metavar="N", help=explained)


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    count: int = request.config.getoption("--kills")
    return count


class NetworkForbiddenError(RuntimeError):
    """Not an OSError, so that no library takes it for a connection that failed and carries on."""


def _check(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        local = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        local = False
    if not local:
        raise NetworkForbiddenError(f"a test tried to reach {name}; mark it `live` if it must")


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("live"):
        return
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        # A path is a socket of this machine.
        if isinstance(address, tuple):
            _check(address[0])
        connect(self, address)  # type: ignore[arg-type]  # passed on as it came

    def guarded_look_up(host: str | None, *args: object, **kwargs: object) -> object:
        _check(host)
        return look_up(host, *args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(scope="session")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the graph of the default embedding model, built once, which takes six seconds."""
    folder = tmp_path_factory.mktemp("graphs")
    open_embedder(RetrievalSettings(), graphs=folder)
    return folder


@pytest.fixture(scope="session")
def embedder(graphs: Path) -> Embedder:
    """Return the default embedding model; for tests marked `integration`."""
    return open_embedder(RetrievalSettings(), graphs=graphs)
