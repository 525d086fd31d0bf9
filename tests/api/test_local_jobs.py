"""Uploads end to end in one data folder; and one real service is killed in the middle of a job."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.local import LocalBackend
from api.schemas import SearchRow
from api.settings import Settings
from ingest.jobs import IngestJob, JobOrder
from ingest.uploads import Upload
from tests.api.folders import open_fake_local
from tests.ingest.uploading import put

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
# The real command, but for the embedding model, which stops the first time until the process is killed.
PROGRAM = """
import sys, time
from contextlib import contextmanager
from dataclasses import replace
from api.cli import app
from tests.api.folders import FAKE_TOOLS, open_fake_local
from tests.fakes import FakeEmbedder

class Stuck(FakeEmbedder):
    def embed_documents(self, texts):
        print("embedding", flush=True)
        time.sleep(600)

@contextmanager
def open_stuck(settings):
    with open_fake_local(settings) as backend:
        backend.parts.__dict__["embedder"] = Stuck()
        yield backend

tools = FAKE_TOOLS if sys.argv[1] == "sound" else replace(FAKE_TOOLS, open_local=open_stuck)
app(["serve", "--port", "0"], obj=tools)
"""


@contextmanager
def _service(folder: Path, how: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    process = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", PROGRAM, how],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().rsplit(" ", 1)[-1].strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_job_that_was_killed_with_its_service_is_finished_by_the_next(tmp_path: Path) -> None:
    with _service(tmp_path, "stuck") as (process, url):
        files = [("files", (f"{number}.md", f"# Page {number}\n\nText.")) for number in range(5)]
        job = httpx.post(f"{url}/v1/documents", files=files).json()["id"]
        assert process.stdout is not None
        assert process.stdout.readline() == "embedding\n"
        assert httpx.get(f"{url}/v1/jobs/{job}").json()["state"] == "running"
        process.send_signal(signal.SIGKILL)
    (tmp_path / ".plumbline" / "uploads" / "half" / "sub").mkdir(parents=True)
    with _service(tmp_path, "sound") as (_, url):
        found = _wait(url, job)
        assert (found["state"], found["counts"]["indexed"]) == ("succeeded", 5)
        assert httpx.get(f"{url}/v1/documents").json()["total"] == 5
        assert list((tmp_path / ".plumbline" / "uploads").iterdir()) == []


def _wait(url: str, job: str) -> dict[str, Any]:
    pause = threading.Event()
    for _ in range(PATIENCE_SECONDS * 10):
        found: dict[str, Any] = httpx.get(f"{url}/v1/jobs/{job}").json()
        if found["state"] not in ("queued", "running"):
            return found
        pause.wait(0.1)
    raise AssertionError(found)


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[LocalBackend]:
    with open_fake_local(Settings(data_dir=tmp_path / "data")) as opened, opened.jobs.working():
        yield opened


def _upload(backend: LocalBackend, text: str) -> IngestJob:
    upload: Upload = backend.jobs.begin()
    put(upload, "policies/refunds.md", text.encode())
    job = backend.jobs.submit(upload, JobOrder("default"))
    pause = threading.Event()
    while not backend.jobs.get(job.id).state.finished:
        pause.wait(0.01)
    return backend.jobs.get(job.id)


def test_what_was_uploaded_is_found_and_replaced_by_the_next_upload_of_its_path(
    backend: LocalBackend,
) -> None:
    first = _upload(backend, "# Refunds\n\nRefunds take up to 30 days.\n")
    second = _upload(backend, "# Refunds\n\nRefunds take up to 14 days.\n")

    assert first.report is not None
    assert second.report is not None
    assert (first.report.added, second.report.replaced) == (1, 1)
    (hit,) = backend.search(SearchRow(query="refunds days")).hits
    assert (hit.document, hit.metadata.source) == ("policies/refunds.md", "uploads")
    assert "14 days" in hit.text
    assert backend.parts.catalog.find_origin("default", "uploads") == "uploads"


def test_a_settings_limit_reaches_the_desk(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    api = settings.api.model_copy(update={"max_upload_files": 7})
    with open_fake_local(settings.model_copy(update={"api": api})) as opened:
        assert opened.jobs.limits.max_files == 7
