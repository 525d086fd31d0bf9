import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.grounding.evidence import COMPARED_SENTENCES

pytestmark = pytest.mark.integration


def test_sentences_slice_out_of_the_context_they_name() -> None:
    contexts = ["Zebras graze. Plans renew.", "Apples fall."]

    evidence = read_evidence(*contexts)

    assert [s.statement.text for s in evidence.sentences] == ["Apples fall.", "Zebras graze.", "Plans renew."]
    assert all(
        contexts[s.where.context][s.where.start : s.where.end] == s.statement.text for s in evidence.sentences
    )


def test_blank_and_repeated_contexts_count_once_under_the_lowest_number() -> None:
    evidence = read_evidence("", "Apples fall.", "  ", "Apples fall.")

    assert [s.where.context for s in evidence.sentences] == [1]


def test_ranks_sentences_by_their_share_of_the_words() -> None:
    evidence = read_evidence("Apples fall. Red apples fall down far. Zebras graze.")

    assert evidence.rank(frozenset({"red", "appl"})) == [(1, 1.0), (0, 0.5)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("apples  FALL", True),
        ("Apples fall. Zebras graze!", True),
        ("Apples", False),
        ("Zebras graze. Apples fall.", False),
        ("", False),
    ],
)
def test_finds_whole_sentences_word_for_word(text: str, *, found: bool) -> None:
    assert bool(read_evidence("Apples fall. [1] Zebras graze.").find_verbatim(text)) is found


def test_a_window_ends_with_its_context() -> None:
    evidence = read_evidence("Apples fall. Zebras graze.", "Cats purr.")

    assert [list(evidence.window_around(n)) for n in range(3)] == [[0, 1], [0, 1], [2]]


def test_of_very_many_values_the_nearest_are_compared() -> None:
    noise = " ".join(f"Gazebo {number} stands there." for number in range(COMPARED_SENTENCES + 5))
    evidence = read_evidence(noise, "The Basic plan costs $30.", "The Basic plan is popular.")
    near = evidence.with_values_near(read_claim("The Basic plan costs $999.").stems)

    assert [sentence.statement.text for sentence in near] == ["The Basic plan costs $30."]
    assert len(evidence.with_values) == COMPARED_SENTENCES + 6
    few = read_evidence("Gazebo 4 stands there.")
    assert few.with_values_near(read_claim("The Basic plan costs $999.").stems) == few.with_values
