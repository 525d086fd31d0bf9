"""What commands work with: settings, data folder, backend. Tests put their own in the Typer context."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from httpx import Client
    from pydantic import SecretStr

    from answer.bootstrap import Parts
    from api.backend import Backend, Screener
    from api.document_backend import DocumentBackend
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


def _connect(url: str, key: "SecretStr | None") -> AbstractContextManager["Client"]:
    from api.service_calls import open_http  # noqa: PLC0415  # see above

    return open_http(url, key=key)


@dataclass(frozen=True, slots=True)
class Toolbox:
    load_settings: Callable[[], "Settings"] = _load_settings
    open_folder: Callable[["Settings"], AbstractContextManager["Parts"]] = _open_folder
    open_local: Callable[["Settings"], AbstractContextManager["LocalBackend"]] = _open_local
    connect: Callable[[str, "SecretStr | None"], AbstractContextManager["Client"]] = _connect

    @contextmanager
    def open_backend(self, *, url: str | None, key: str | None) -> Iterator["Backend"]:
        """Yield the running service when there is a `url`, given or configured, else the data folder."""
        from api.client import ServiceClient  # noqa: PLC0415  # see above

        settings = self.load_settings()
        if url or settings.url:
            with self.open_http(settings, url=url, key=key) as http:
                yield ServiceClient(http)
        else:
            with self.open_local(settings) as backend:
                yield backend

    @contextmanager
    def open_screener(self, *, url: str | None, key: str | None) -> Iterator["Screener"]:
        """Like `open_backend`, but without a service nothing is opened at all."""
        from api.backend import TextScreener  # noqa: PLC0415  # see above
        from api.client import ServiceClient  # noqa: PLC0415  # see above

        settings = self.load_settings()
        if url or settings.url:
            with self.open_http(settings, url=url, key=key) as http:
                yield ServiceClient(http)
        else:
            yield TextScreener()

    @contextmanager
    def open_documents(self, *, url: str | None, key: str | None) -> Iterator["DocumentBackend"]:
        """Like `open_backend`, to manage documents."""
        from api.document_client import DocumentClient  # noqa: PLC0415  # see above
        from api.local import open_indexer  # noqa: PLC0415  # see above
        from api.local_documents import LocalDocuments  # noqa: PLC0415  # see above

        settings = self.load_settings()
        if url or settings.url:
            with self.open_http(settings, url=url, key=key) as http:
                yield DocumentClient(http)
        else:
            with self.open_folder(settings) as parts:
                collection = settings.retrieval.collection
                yield LocalDocuments(parts.catalog, lambda: open_indexer(parts), collection=collection)

    def open_http(
        self, settings: "Settings", *, url: str | None, key: str | None
    ) -> AbstractContextManager["Client"]:
        """Connect to the service at `url`, or at the configured one."""
        from pydantic import SecretStr  # noqa: PLC0415  # see above

        return self.connect(url or settings.url or "", SecretStr(key) if key else settings.key)


def toolbox(ctx: typer.Context) -> Toolbox:
    return ctx.obj if isinstance(ctx.obj, Toolbox) else Toolbox()
