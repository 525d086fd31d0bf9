"""What commands work with: settings, data folder, backend. Tests put their own in the Typer context."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from api.backend import Backend, Screener
    from api.client import ServiceClient
    from api.local import LocalBackend
    from api.settings import Settings


# Everything is imported when a command needs it: `plumbline --help` must not load what answering takes.
def _load_settings() -> "Settings":
    from api.settings import load_settings  # noqa: PLC0415  # see above

    return load_settings()


def _open_folder(settings: "Settings") -> AbstractContextManager["Parts"]:
    from api.local import open_folder  # noqa: PLC0415  # see above

    return open_folder(settings)


def _open_local(settings: "Settings") -> AbstractContextManager["LocalBackend"]:
    from api.local import open_local_backend  # noqa: PLC0415  # see above

    return open_local_backend(settings)


@dataclass(frozen=True, slots=True)
class Toolbox:
    load_settings: Callable[[], "Settings"] = _load_settings
    open_folder: Callable[["Settings"], AbstractContextManager["Parts"]] = _open_folder
    open_local: Callable[["Settings"], AbstractContextManager["LocalBackend"]] = _open_local

    @contextmanager
    def open_backend(self, *, url: str | None, key: str | None) -> Iterator["Backend"]:
        """Yield the running service when there is a `url`, given or configured, else the data folder."""
        settings = self.load_settings()
        if url or settings.url:
            with self._open_service(settings, url=url, key=key) as service:
                yield service
        else:
            with self.open_local(settings) as backend:
                yield backend

    @contextmanager
    def open_screener(self, *, url: str | None, key: str | None) -> Iterator["Screener"]:
        """Like `open_backend`, but without a service nothing is opened at all."""
        from api.backend import TextScreener  # noqa: PLC0415  # see above

        settings = self.load_settings()
        if url or settings.url:
            with self._open_service(settings, url=url, key=key) as service:
                yield service
        else:
            yield TextScreener()

    def _open_service(
        self, settings: "Settings", *, url: str | None, key: str | None
    ) -> AbstractContextManager["ServiceClient"]:
        from pydantic import SecretStr  # noqa: PLC0415  # see above

        from api.client import open_service  # noqa: PLC0415  # see above

        return open_service(url or settings.url or "", key=SecretStr(key) if key else settings.key)


def toolbox(ctx: typer.Context) -> Toolbox:
    return ctx.obj if isinstance(ctx.obj, Toolbox) else Toolbox()
