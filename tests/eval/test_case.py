import pytest

from eval.case import Case, CaseKind, hash_of


# The last byte of the SHA-256 of each id is bb, 9d, 2f, c6, b2.
@pytest.mark.parametrize(
    ("case_id", "held_out"), [("a", True), ("b", True), ("ans-001", True), ("c", False), ("una-001", False)]
)
def test_the_half_of_a_case_follows_from_its_id_alone(case_id: str, held_out: bool) -> None:
    assert Case(case_id, CaseKind.HOSTILE, "one question").held_out is held_out
    assert Case(case_id, CaseKind.UNANSWERABLE, "another").held_out is held_out


def test_the_two_halves_are_about_as_large() -> None:
    odd = sum(hash_of(f"case-{number}") % 2 for number in range(1000))
    assert 450 < odd < 550


@pytest.mark.parametrize("kind", [CaseKind.ANSWERABLE, CaseKind.FOLLOW_UP])
def test_a_case_with_an_answer_needs_a_gold_document(kind: CaseKind) -> None:
    with pytest.raises(ValueError, match="needs a gold document"):
        Case("x", kind, "?")


@pytest.mark.parametrize("kind", [CaseKind.UNANSWERABLE, CaseKind.HOSTILE])
def test_a_case_without_an_answer_needs_none(kind: CaseKind) -> None:
    assert not Case("x", kind, "?").has_answer
