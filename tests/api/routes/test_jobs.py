from fastapi.testclient import TestClient

from ingest.jobs import JobState
from ingest.outcome import FileOutcome, FileState
from tests.ingest.job_folders import Office

PAGES = {"a.md": "A", "b.md": "B"}


def test_a_job_tells_how_far_it_is_and_what_became_of_each_file(client: TestClient, office: Office) -> None:
    sent = office.send(PAGES)
    office.store.note(sent.id, [FileOutcome("uploads", "b.md", FileState.QUARANTINED, "it is empty")])
    job = client.get(f"/v1/jobs/{sent.id}").json()

    assert job["counts"] == {"files": 2, "waiting": 1, "indexed": 0, "unchanged": 0, "quarantined": 1}
    assert job["files"] == [
        {"path": "a.md", "size": 1, "state": "waiting", "reason": None},
        {"path": "b.md", "size": 1, "state": "quarantined", "reason": "it is empty"},
    ]
    paged = client.get(f"/v1/jobs/{sent.id}", params={"limit": 1, "offset": 1}).json()
    assert [file["path"] for file in paged["files"]] == ["b.md"]


def test_jobs_are_listed_the_latest_first(client: TestClient, office: Office) -> None:
    first, second = office.send(PAGES), office.send(PAGES)
    office.store.finish(first.id, JobState.FAILED, reason="the disk is full")

    page = client.get("/v1/jobs", params={"limit": 1}).json()
    assert ([job["id"] for job in page["jobs"]], page["total"]) == ([second.id], 2)
    (failed,) = client.get("/v1/jobs", params={"state": "failed"}).json()["jobs"]
    assert failed["reason"] == "the disk is full"


def test_a_waiting_job_is_cancelled(client: TestClient, office: Office) -> None:
    sent = office.send(PAGES)
    assert client.post(f"/v1/jobs/{sent.id}/cancel").json()["state"] == "cancelled"
    assert office.left() == []


def test_a_finished_job_cannot_be_cancelled(client: TestClient, office: Office) -> None:
    sent = office.send(PAGES)
    office.store.finish(sent.id, JobState.SUCCEEDED)
    reply = client.post(f"/v1/jobs/{sent.id}/cancel")
    assert (reply.status_code, reply.json()["code"]) == (409, "job_finished")


def test_an_unknown_job_is_not_found(client: TestClient, office: Office) -> None:
    for reply in (client.get("/v1/jobs/x"), client.post("/v1/jobs/x/cancel")):
        assert (reply.status_code, reply.json()["code"]) == (404, "unknown_job")


def test_an_impossible_page_is_refused(client: TestClient, office: Office) -> None:
    assert client.get("/v1/jobs", params={"limit": 1001}).status_code == 422
    assert client.get("/v1/jobs", params={"state": "lost"}).status_code == 422
