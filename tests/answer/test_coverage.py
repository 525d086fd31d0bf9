import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.coverage import BEST_SYNONYM, TermMatcher, find_vocabulary
from answer.question import Term
from retrieval.embedder import Vectors
from tests.fakes import FakeEmbedder

stems = st.text(alphabet="abcdefg", min_size=1, max_size=4)
EMBEDDER = FakeEmbedder()
COSINES = {"cost": 1.0, "price": 0.74, "fee": 0.575, "wall": 0.24}


class PlannedEmbedder(FakeEmbedder):
    """Words at known angles: "price" is near "cost", "wall" is not."""

    def _embed(self, text: str) -> Vectors:
        cosine = COSINES[text]
        return np.array([cosine, np.sqrt(1 - cosine**2)], np.float32)


def match(term: Term, *words: str) -> float:
    matcher = TermMatcher([term], [(word, word) for word in words], PlannedEmbedder(2))
    return float(matcher.coverage(words)[0])


def test_a_vocabulary_holds_content_words_and_whole_codes() -> None:
    assert find_vocabulary("The LK-2 needs refunds of 4.6!") == {
        "lk-2": "lk-2",
        "lk": "lk",
        "2": "2",
        "need": "needs",
        "refund": "refunds",
        "4.6": "4.6",
    }


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("cost", 1.0),
        ("price", BEST_SYNONYM * (0.74 - 0.40) / (0.75 - 0.40)),
        ("fee", BEST_SYNONYM / 2),
        ("wall", 0.0),
    ],
)
def test_a_word_like_the_asked_one_counts_in_proportion(word: str, expected: float) -> None:
    assert match(Term("cost", "cost", specific=False), word) == pytest.approx(expected, abs=1e-4)


def test_a_name_or_number_has_no_synonym() -> None:
    term = Term("cost", "cost", specific=True)
    assert match(term, "price") == 0.0
    assert match(term, "price", "cost") == 1.0


def test_the_best_word_counts() -> None:
    assert match(Term("cost", "cost", specific=False), "wall", "fee") == pytest.approx(
        BEST_SYNONYM / 2, abs=1e-4
    )


def test_words_outside_the_passage_do_not_count() -> None:
    words = [("cost", "cost"), ("wall", "wall")]
    matcher = TermMatcher([Term("cost", "cost", specific=False)], words, PlannedEmbedder(2))
    assert matcher.coverage(["wall", "unknown"]).tolist() == [0.0]


@st.composite
def matchers(draw: st.DrawFn) -> tuple[list[Term], list[str]]:
    terms = [Term(stem, stem, draw(st.booleans())) for stem in draw(st.lists(stems, max_size=5, unique=True))]
    return terms, draw(st.lists(stems, max_size=8, unique=True))


def make_matcher(terms: list[Term], words: list[str]) -> TermMatcher:
    return TermMatcher(terms, [(word, word) for word in words], EMBEDDER)


@settings(max_examples=60, deadline=None)
@given(matchers())
def test_coverage_lies_between_nothing_and_the_word_itself(case: tuple[list[Term], list[str]]) -> None:
    terms, words = case
    found = make_matcher(terms, words).coverage(words)
    assert found.shape == (len(terms),)
    for term, value in zip(terms, found, strict=True):
        assert value == 1.0 if term.stem in words else 0.0 <= value <= np.float32(BEST_SYNONYM)


@settings(max_examples=60, deadline=None)
@given(matchers())
def test_no_words_cover_nothing(case: tuple[list[Term], list[str]]) -> None:
    terms, words = case
    assert not make_matcher(terms, words).coverage([]).any()
    assert not make_matcher(terms, []).coverage(words).any()


@settings(max_examples=60, deadline=None)
@given(matchers(), st.integers(0, 8))
def test_more_words_never_cover_less(case: tuple[list[Term], list[str]], cut: int) -> None:
    terms, words = case
    matcher = make_matcher(terms, words)
    assert (matcher.coverage(words) >= matcher.coverage(words[:cut])).all()
