import pytest

from answer.decision import Status
from eval.case import CaseKind
from tests.eval.answers import make_result


@pytest.mark.parametrize(
    ("status", "released"),
    [
        (Status.ANSWERED, True),
        (Status.REPAIRED, True),
        (Status.ABSTAINED, False),
        (Status.BLOCKED, False),
        (Status.ESCALATED, False),
        (None, False),
    ],
)
def test_only_answered_and_repaired_release_text(status: Status | None, released: bool) -> None:
    result = make_result(CaseKind.ANSWERABLE, status, cited=("pause.txt",))
    assert result.released is released
    assert result.cites_gold is released


def test_another_document_is_not_the_gold_one() -> None:
    assert not make_result(CaseKind.ANSWERABLE, Status.ANSWERED, cited=("old.txt",)).cites_gold
