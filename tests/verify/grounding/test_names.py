import pytest

from tests.verify.grounding.reading import read_claim, read_evidence
from verify.entity import Entity, EntityLabel
from verify.grounding.names import find_name, has_initials, initials_of, is_defined, name_stems

pytestmark = pytest.mark.integration


def find_in(text: str, name: str, label: EntityLabel = EntityLabel.NAME) -> str | None:
    (sentence,) = read_evidence(text).sentences
    span = find_name(Entity(label, 0, len(name), name), sentence)
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("It was led by Dr. Karin Holm.", "Karin Holm", "Karin Holm"),
        ("It was led by Karin Holm.", "Dr. Holm", "Holm"),
        ("They climbed Mount Elbrus.", "Mt. Elbrus", "Mount Elbrus"),
        ("They work for Coral Systems.", "Coral Systems Inc.", "Coral Systems"),
        ("It is sold in the United States.", "USA", "United States"),
        ("It is sold in Rome.", "Paris", None),
    ],
)
def test_finds_a_name_in_a_sentence(text: str, name: str, found: str | None) -> None:
    assert find_in(text, name) == found


def test_finds_the_long_form_of_an_acronym() -> None:
    text = "The Service Level Agreement applies."

    assert find_in(text, "SLA", EntityLabel.ACRONYM) == "Service Level Agreement"


def test_two_letters_must_be_the_initials_of_a_name() -> None:
    assert find_in("They met at Baker Lane.", "BL", EntityLabel.ACRONYM) == "Baker Lane"
    assert find_in("They bought leather.", "BL", EntityLabel.ACRONYM) is None


def test_titles_and_legal_forms_are_left_out_unless_nothing_else_is_there() -> None:
    assert name_stems("Dr. Holm") == {"holm"}
    assert name_stems("Bluefin Ltd") == name_stems("Bluefin")
    assert name_stems("Inc") == {"inc"}
    assert initials_of("Bank of England") == "be"


@pytest.mark.parametrize(
    ("text", "acronym"), [("a" * 20_000 + " (AAAAAB)", "AAAAAB"), ("interquartile (QRI)", "QRI")]
)
def test_what_lacks_the_letters_in_their_order_defines_no_acronym(text: str, acronym: str) -> None:
    # With a search that goes back, the first of these would take years.
    assert not is_defined(read_claim(text), Entity(EntityLabel.ACRONYM, 0, len(acronym), acronym))


def test_a_claim_may_spell_out_its_own_acronym() -> None:
    assert has_initials(read_claim("The Service Level Agreement (SLA) applies."), "SLA")
