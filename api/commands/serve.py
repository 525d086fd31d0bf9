"""`plumbline serve`: the HTTP service on this machine, until it is stopped."""

import signal
import socket
from contextlib import nullcontext
from types import FrameType
from typing import Annotated

import typer

from api.commands.toolbox import toolbox
from api.errors import InvalidInputError
from api.sections import is_loopback

Host = Annotated[str | None, typer.Option("--host", metavar="HOST", help="The loopback address to serve on.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")]


def serve(ctx: typer.Context, *, host: Host = None, port: Port = None) -> None:
    """Serve over HTTP on this machine; the data folder stays locked while it runs."""
    from api.app import create_app  # noqa: PLC0415  # `--help` must not load the web framework
    from api.commands.http_server import run_server  # noqa: PLC0415  # as above

    settings = toolbox(ctx).load_settings()
    signal.signal(signal.SIGTERM, _stop)
    listener = _listen(host or settings.api.host, settings.api.port if port is None else port)
    # The folder is opened before the server starts: a lock or a bad set-up is then one line and an exit code.
    with listener, toolbox(ctx).open_local(settings) as backend:
        backend.warm_up()
        with backend.jobs.working():
            run_server(create_app(settings.api, lambda: nullcontext(backend)), listener)


def _listen(host: str, port: int) -> socket.socket:
    if not is_loopback(host):
        raise InvalidInputError(
            f"cannot serve on {host}: without keys only loopback addresses such as 127.0.0.1"
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise InvalidInputError(f"cannot serve on {host}, port {port}: {exc.strerror}") from exc


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End with exit code 0, also before the server runs and after it has finished its last requests."""
    raise SystemExit(0)
