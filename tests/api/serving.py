"""A real service on a port of its own, on loopback, for as long as a test needs it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import uvicorn

from api.app import create_app
from api.backend import ServingBackend
from api.sections import ApiSettings


@contextmanager
def serve(open_backend: Callable[[], AbstractContextManager[ServingBackend]]) -> Iterator[str]:
    """Yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(ApiSettings(), open_backend)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
