import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ingest.jobs import JobState
from tests.ingest.job_folders import Office

PAGE = b"# Refunds\n\nRefunds take 14 days.\n"


def _send(
    client: TestClient, *files: tuple[str, bytes], key: str | None = None, **fields: str | list[str]
) -> Response:
    parts = [("files", file) for file in files]
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post("/v1/documents", files=parts, data=fields, headers=headers)


def test_an_upload_is_a_job_at_once_and_its_files_lie_on_disk(client: TestClient, office: Office) -> None:
    reply = _send(client, ("policies/refunds.md", PAGE), ("b.md", b"B"), source="hr", audiences=["a", "b"])
    job = reply.json()

    assert (reply.status_code, job["state"], job["counts"]["waiting"]) == (202, "queued", 2)
    assert reply.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert (job["collection"], job["source"], job["audiences"]) == ("default", "hr", ["a", "b"])
    assert (office.area.folder_of(job["id"]) / "policies/refunds.md").read_bytes() == PAGE


def test_what_was_uploaded_is_indexed(client: TestClient, office: Office) -> None:
    with office.desk.working():
        job = office.wait(_send(client, ("a.md", PAGE), sync="true", collection="kb").json()["id"])
    assert (job.state, job.counts.indexed, job.sync) == (JobState.SUCCEEDED, 1, True)
    assert (job.source, job.audiences) == ("uploads", ())


def test_a_key_sent_again_is_the_same_job(client: TestClient, office: Office) -> None:
    first, second = (_send(client, ("a.md", PAGE), key="k").json() for _ in range(2))
    assert first == second
    assert office.left() == [first["id"]]


def test_a_key_sent_with_something_else_is_a_conflict(client: TestClient, office: Office) -> None:
    first = _send(client, ("a.md", PAGE), key="k").json()
    reply = _send(client, ("a.md", b"other"), key="k")
    assert (reply.status_code, reply.json()["code"]) == (409, "idempotency_conflict")
    assert office.left() == [first["id"]]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../x", "a name of its own"),
        ("/etc/passwd", "absolute"),
        ("a\\b.md", "backslash"),
        ("C:\\docs\\b.md", "backslash"),
        ("\\\\host\\b.md", "backslash"),
        ("a\x00.md", "control character"),
        ("a\nb.md", "control character"),
        (".env", "hidden"),
        ("nul", "reserved"),
    ],
)
def test_a_name_that_cannot_be_used_is_a_problem_and_leaves_nothing(
    name: str, said: str, client: TestClient, office: Office
) -> None:
    reply = _send(client, ("good.md", PAGE), (name, PAGE), ("later.md", PAGE))
    assert (reply.status_code, reply.json()["code"]) == (400, "invalid_upload")
    assert said in reply.json()["detail"]
    assert office.left() == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"collections": "kb"}, "collections"),
        ({"sync": "perhaps"}, "sync"),
        ({"source": ""}, "source"),
        ({"source": "a\nb"}, "source"),
        ({"source": ["a", "b"]}, "source"),
        ({"audiences": ["a", ""]}, "audiences.1"),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    fields: dict[str, str], field: str, client: TestClient, office: Office
) -> None:
    reply = _send(client, ("a.md", PAGE), **fields)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_payload")
    assert field in reply.json()["errors"]
    assert office.left() == []


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ([], 400, "invalid_upload"),
        ([("a.md", b"x"), ("a.md", b"y")], 400, "invalid_upload"),
        ([(f"{number}.md", b"x") for number in range(4)], 400, "invalid_upload"),
        ([("a.md", b"x" * 1001)], 413, "upload_too_large"),
        ([("a.md", b"x" * 10_001)], 413, "upload_too_large"),
    ],
)
def test_no_files_or_too_many_or_too_large_ones_leave_nothing(
    files: list[tuple[str, bytes]], status: int, code: str, client: TestClient, office: Office
) -> None:
    reply = _send(client, *files, collection="kb")
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert office.left() == []


def test_a_body_that_announces_no_length_is_counted(client: TestClient, office: Office) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\n'
        for _ in range(11):
            yield b"y" * 1000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    reply = client.post("/v1/documents", content=body(), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (413, "upload_too_large")
    assert office.left() == []


@pytest.mark.parametrize(
    "content_type", ["application/json", "multipart/form-data", "text/plain; boundary=x"]
)
def test_anything_but_a_form_is_refused(content_type: str, client: TestClient, office: Office) -> None:
    reply = client.post("/v1/documents", content=json.dumps({}), headers={"Content-Type": content_type})
    assert (reply.status_code, reply.json()["code"]) == (400, "invalid_upload")
    assert office.left() == []


def test_a_bad_collection_name_is_refused(client: TestClient, office: Office) -> None:
    assert _send(client, ("a.md", PAGE), collection="No!").json()["code"] == "invalid_collection"
    assert office.left() == []


def test_a_full_queue_says_so(client: TestClient, office: Office) -> None:
    for number in range(10):
        assert _send(client, (f"{number}.md", PAGE)).status_code == 202
    assert _send(client, ("a.md", PAGE)).json()["code"] == "job_queue_full"
    assert len(office.left()) == 10


def test_a_data_folder_that_takes_no_files_is_a_problem(client: TestClient, office: Office) -> None:
    office.area.folder_of("x").parent.write_text("in the way")
    reply = _send(client, ("a.md", PAGE))
    assert (reply.status_code, reply.json()["code"]) == (500, "data_folder_unusable")
