import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.repeats import SaidBefore

FIRST = "Refunds are paid within 30 days. Ask by mail."


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        "refunds are paid within 30 days – ask by mail",
        "Refunds are paid within 30 days.",
        "  Ask by\nmail.  ",
    ],
)
def test_what_stands_in_a_text_before_is_a_repeat(text: str) -> None:
    said = SaidBefore()

    assert not said.is_repeat(FIRST)
    assert said.is_repeat(text)


@pytest.mark.parametrize(
    "text",
    [
        "Refunds are paid within 14 days. Ask by mail.",
        "Refunds are not paid within 30 days. Ask by mail.",
        "Refunds are paid within 30 days. Ask by mail. It costs nothing.",
        "Ask by mail. Refunds are paid within 30 days.",
        "mail",
        "",
    ],
)
def test_one_word_that_differs_is_something_new(text: str) -> None:
    said = SaidBefore()

    assert not said.is_repeat(FIRST)
    assert not said.is_repeat(text)


def test_a_text_that_says_more_than_the_one_before_it_is_kept() -> None:
    said = SaidBefore()

    assert not said.is_repeat("Ask by mail.")
    assert not said.is_repeat(FIRST)
    assert said.is_repeat("paid within 30 days")


@given(texts=st.lists(st.text(max_size=30)))
def test_every_text_shown_again_is_a_repeat(texts: list[str]) -> None:
    said = SaidBefore()
    for text in texts:
        said.is_repeat(text)

    assert all(said.is_repeat(text) for text in texts)
