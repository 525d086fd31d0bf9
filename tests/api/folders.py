"""A real data folder in a temporary place, with a fake embedding model: no weights, same code."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace

from answer.bootstrap import Parts
from api.commands.toolbox import Toolbox
from api.local import LocalBackend, open_audit, open_folder
from api.settings import Settings
from tests.api.app_transport import open_app
from tests.api.fakes import FakeBackend
from tests.fakes import FakeEmbedder


@contextmanager
def open_fake_folder(settings: Settings) -> Iterator[Parts]:
    with open_folder(settings) as parts:
        # Where `cached_property` keeps what it made: the real model is never loaded.
        parts.__dict__["embedder"] = FakeEmbedder()
        yield parts


@contextmanager
def open_fake_local(settings: Settings) -> Iterator[LocalBackend]:
    with (
        open_fake_folder(settings) as parts,
        open_audit(settings, parts) as log,
        closing(LocalBackend(settings, parts, log)) as backend,
    ):
        yield backend


FAKE_TOOLS = Toolbox(open_folder=open_fake_folder, open_local=open_fake_local)


@contextmanager
def open_fake_service(settings: Settings) -> Iterator[Toolbox]:
    """Yield tools whose `--url` leads to a service in this process, over a data folder of its own."""
    with open_fake_local(settings) as backend, backend.jobs.working():
        serving = FakeBackend(documents=backend.documents, jobs=backend.jobs)
        with open_app(serving) as http:
            yield replace(FAKE_TOOLS, connect=lambda _url, _key: nullcontext(http))
