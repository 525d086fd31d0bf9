import socket

import pytest

from tests.conftest import NetworkForbiddenError


def test_connecting_to_another_machine_is_forbidden() -> None:
    with socket.socket() as client, pytest.raises(NetworkForbiddenError, match=r"192\.0\.2\.1"):
        client.connect(("192.0.2.1", 80))


def test_looking_up_another_machine_is_forbidden() -> None:
    with pytest.raises(NetworkForbiddenError, match=r"example\.org"):
        socket.create_connection(("example.org", 80))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port)) as client:
            assert client.getpeername()[1] == port
