import pytest

from verify.grounding.aliases import aliases_of, find_alias, long_form


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("USA", "It is sold in the United States."),
        ("United Kingdom", "It is sold in the U.K. only."),
        ("Dutch", "It comes from the Netherlands."),
        ("California", "Hayward, CA 94541"),
        ("NYC", "It is set in New York City."),
    ],
)
def test_finds_a_name_under_another_writing(name: str, text: str) -> None:
    assert find_alias(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Oregon", "tea or coffee"),
        ("World Health Organization", "those who ask"),
        ("Norway", "It is sold in Sweden."),
        ("Acme", "It is sold in Sweden."),
    ],
)
def test_a_short_alias_counts_in_capitals_only(name: str, text: str) -> None:
    assert not find_alias(name, text)


def test_an_article_is_no_part_of_a_name() -> None:
    assert aliases_of("The Netherlands") == aliases_of("Netherlands")
    assert aliases_of("Acme") == frozenset()


def test_a_shortened_part_stands_for_the_long_one() -> None:
    assert (long_form("mt"), long_form("river")) == ("mount", "river")
