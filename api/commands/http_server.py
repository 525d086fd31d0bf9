"""Runs the service on an open socket; the only file that touches uvicorn."""

import socket

import typer
import uvicorn
from starlette.types import ASGIApp

SHUTDOWN_SECONDS = 30


class _AnnouncingServer(uvicorn.Server):
    """Says where it listens once it really does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            typer.echo(f"Plumbline serves on http://{f'[{host}]' if ':' in host else host}:{port}")


def run_server(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C; requests in flight are finished first."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    _AnnouncingServer(config).run(sockets=[listener])
