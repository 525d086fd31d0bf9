import pytest

from tests.verify.grounding.reading import read_claim
from verify.grounding.clauses import clauses_of, without_polar

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Cats sleep, dogs bark.", [{"cat", "sleep"}, {"dog", "bark"}]),
        ("Cats and dogs sleep.", [{"cat", "dog", "sleep"}]),
        ("Cats sleep and cannot bark.", [{"cat", "sleep"}, {"bark"}]),
        ("Cats sleep if dogs bark.", [{"cat", "sleep"}]),
    ],
)
def test_cuts_where_a_new_statement_begins(text: str, stems: list[set[str]]) -> None:
    assert [clause.stems for clause in clauses_of(read_claim(text))] == stems


def test_a_clause_inherits_the_words_of_the_one_before_it() -> None:
    first, second = clauses_of(read_claim("It sleeps but not outside."), frozenset({"cat"}))

    assert first.inherited == {"cat"}
    assert second.inherited == {"cat", "sleep"}


def test_a_condition_is_kept_apart() -> None:
    (clause,) = clauses_of(read_claim("If dogs bark, cats run."))

    assert clause.stems == {"cat", "run"}
    assert clause.condition == {"dog", "bark"}


@pytest.mark.parametrize(
    ("text", "negative"),
    [
        ("Cats do not sleep.", True),
        ("Cats dont sleep.", True),
        ("Cats never do not sleep.", False),
        ("It has neither cats nor dogs.", True),
        ("Cats not only sleep.", False),
        ("Cats sleep with or without light.", False),
        ("Multiply by No. of years.", False),
        ("It no longer sleeps.", True),
        ("It failed to sleep.", True),
        ("Keep it from sleeping.", True),
        ("It comes from sleeping.", False),
    ],
)
def test_knows_whether_it_is_negative(text: str, *, negative: bool) -> None:
    (clause,) = clauses_of(read_claim(text))

    assert clause.is_negative is negative


def test_a_negation_reaches_up_to_the_next_one_and_no_further_than_and() -> None:
    (clause,) = clauses_of(read_claim("It does not run without power and light."))

    assert [[word.written for word in reached] for _, reached in clause.reaches] == [["run"], ["power"]]


def test_polar_words_do_not_say_what_a_text_is_about() -> None:
    assert without_polar(frozenset({"cat", "allow", "never"})) == {"cat"}
