import pytest

from ingest.jobs import JobOrder, JobState, NewJob
from ingest.uploads import UploadedFile

ONE, TWO = UploadedFile("a.md", 1, "h1"), UploadedFile("b.md", 2, "h2")
SAME = NewJob("1", JobOrder("kb", audiences=("x", "y")), (ONE, TWO), "key")


def test_the_same_content_in_another_sequence_has_the_same_fingerprint() -> None:
    again = NewJob("2", JobOrder("kb", audiences=("y", "x")), (TWO, ONE), "other")

    assert again.fingerprint == SAME.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        NewJob("1", JobOrder("kb2", audiences=("x", "y")), (ONE, TWO)),
        NewJob("1", JobOrder("kb", "docs", audiences=("x", "y")), (ONE, TWO)),
        NewJob("1", JobOrder("kb", audiences=("x",)), (ONE, TWO)),
        NewJob("1", JobOrder("kb", audiences=("x", "y"), sync=True), (ONE, TWO)),
        NewJob("1", JobOrder("kb", audiences=("x", "y")), (ONE,)),
        NewJob("1", JobOrder("kb", audiences=("x", "y")), (ONE, UploadedFile("b.md", 2, "h3"))),
        NewJob("1", JobOrder("kb", audiences=("x", "y")), (ONE, UploadedFile("c.md", 2, "h2"))),
    ],
)
def test_anything_else_that_differs_shows_in_the_fingerprint(other: NewJob) -> None:
    assert other.fingerprint != SAME.fingerprint


def test_three_states_are_final() -> None:
    assert {state for state in JobState if state.finished} == {"succeeded", "failed", "cancelled"}
