import pytest

from eval.case import Case, CaseKind
from eval.training.quotes import says_quote

CASE = Case(
    "q1",
    CaseKind.ANSWERABLE,
    "How long do refunds take?",
    gold_documents=("refunds.md",),
    gold_quote="Refunds are **paid** within 14 days",
)


@pytest.mark.parametrize(
    ("text", "document", "says"),
    [
        ("Refunds are paid within 14 days of the request.", "refunds.md", True),
        ("| Refund | paid within 14 days |", "refunds.md", True),
        ("Refunds are paid within 14 days of the request.", "copy.md", False),
        ("Refunds go back to the card.", "refunds.md", False),
        ("", "refunds.md", False),
    ],
)
def test_most_of_the_words_of_the_quote_in_the_right_document(text: str, document: str, says: bool) -> None:
    assert says_quote(text, CASE, document=document) is says


def test_a_question_without_an_answer_has_no_right_piece() -> None:
    case = Case("q2", CaseKind.UNANSWERABLE, "Who founded Larkfield?")
    assert not says_quote("Larkfield was founded by Ada.", case, document="about.md")
