import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.coverage import TermMatcher, find_vocabulary
from answer.features import Features, Measure, Sentence, find_evidence_sentences, fits_count, fits_kind
from answer.question import analyse, find_terms
from tests.answer.desk import make_hit
from tests.fakes import FakeEmbedder

EMBEDDER = FakeEmbedder()
# These may leave [0, 1]: counts, and sums of weights over the words of the question.
COUNTS = {"rank", "terms", "specific_terms", "words"}
SUMS = {"missing", "focus_missing", "specific_missing", "specific_missing_from_chunk", "common_missing"}
COSINES = {"chunk_similarity", "sentence_similarity"}
KINDS = ("kind_open", "kind_yes_no", "kind_moment", "kind_count")


def describe(question: str, sentence: str, chunk: str | None = None, background: str = "") -> Features:
    chunk = sentence if chunk is None else chunk
    hit = make_hit(chunk)
    vocabulary = (find_vocabulary(sentence) | find_vocabulary(hit.chunk.embedded_text)).items()
    analysed = analyse(question)
    measure = Measure(
        question=analysed,
        matcher=TermMatcher(analysed.terms, vocabulary, EMBEDDER),
        background=TermMatcher(find_terms(background), vocabulary, EMBEDDER),
        weights=np.full(len(analysed.terms), 0.5, np.float32),
    )
    return measure.features(Sentence.of(sentence, hit, rank=2), similarity=0.25)


def test_a_sentence_with_all_asked_words_misses_nothing() -> None:
    found = describe("What does the Pro plan cost?", "The Pro plan does cost $75.")
    assert (found.covered_by_sentence, found.covered_by_context, found.covered_by_chunk) == (1.0, 1.0, 1.0)
    assert (found.weakest_match, found.missing, found.largest_missing) == (1.0, 0.0, 0.0)
    assert (found.terms, found.specific_terms, found.words) == (3.0, 1.0, 4.0)
    assert (found.rank, found.chunk_similarity, found.sentence_similarity) == (2.0, 0.5, 0.25)


def test_a_missing_name_is_told_from_a_missing_word() -> None:
    found = describe(
        "What does the Ultra upgrade cost?", "It will cost $75.", chunk="It will cost $75. Ultra!"
    )
    assert found.specific_missing == pytest.approx(0.5)
    assert found.specific_missing_from_chunk == 0.0
    assert found.common_missing == pytest.approx(0.5, abs=0.2)
    assert found.largest_missing == pytest.approx(0.5)
    assert found.covered_by_sentence < found.covered_by_chunk


def test_what_is_asked_for_is_missed_by_itself() -> None:
    asked = "Which browsers does the rota support?"
    assert describe(asked, "The rota does support phones.").focus_missing > 0.0
    assert describe(asked, "These browsers are fine.").focus_missing == 0.0


@pytest.mark.parametrize(
    ("question", "sentence", "unmet"),
    [
        ("How much does it cost?", "It lasts five months.", (1.0, 0.0)),
        ("How much does it cost?", "It costs £12.", (0.0, 0.0)),
        ("How many rows fit?", "A file holds 2,000 columns.", (0.0, 1.0)),
        ("How many rows fit?", "Rows fit.", (1.0, 1.0)),
        ("Tell me more.", "Rows fit.", (0.0, 0.0)),
    ],
)
def test_a_need_that_is_not_met_is_marked(question: str, sentence: str, unmet: tuple[float, float]) -> None:
    found = describe(question, sentence)
    assert (found.kind_unmet, found.count_unmet) == unmet


def test_title_and_heading_count_as_context() -> None:
    found = describe("Which plans exist?", "There are two.")
    assert found.covered_by_context > found.covered_by_sentence


def test_a_follow_up_leans_on_its_background() -> None:
    found = describe("And how much is it?", "Pausing costs £12.", background="Pausing")
    assert (found.leans, found.background_covered) == (1.0, 1.0)
    assert describe("How much is it?", "Pausing costs £12.").leans == 0.0


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Can I pause?", "kind_yes_no"),
        ("When is it due?", "kind_moment"),
        ("How many users?", "kind_count"),
        ("Tell me more.", "kind_open"),
    ],
)
def test_the_kind_of_question_is_marked(question: str, kind: str) -> None:
    found = describe(question, "Pausing costs £12.")
    marked = [name for name in KINDS if getattr(found, name)]
    assert marked == [kind]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["How many", "what", "is the", "Pro", "plan", "cost", "LK-2", "4.6", "it", "?", "when"]
        ),
        max_size=8,
    ),
    st.text(max_size=60),
)
def test_every_feature_is_finite_and_in_its_range(words: list[str], sentence: str) -> None:
    found = describe(" ".join(words), sentence, chunk=f"{sentence} The Pro plan.")
    for name, value in zip(Features.names(), found.vector(), strict=True):
        assert math.isfinite(value)
        bound = (
            len(sentence) + 2 * len(words) + 2 if name in COUNTS else 2 * len(words) if name in SUMS else 1
        )
        assert (-1 if name in COSINES else 0) <= value <= bound, name


def test_the_vector_follows_the_names() -> None:
    found = describe("What does the Pro plan cost?", "The Pro plan costs $75.")
    vector = found.vector()
    assert vector.shape == (len(Features.names()),)
    assert vector[Features.names().index("rank")] == 2.0
    assert vector[Features.names().index("sentence_similarity")] == 0.25


class TestFindEvidenceSentences:
    def test_sentences_know_their_place(self) -> None:
        text = "Pausing costs £12. It lasts five months."
        found = find_evidence_sentences([make_hit("Nothing."), make_hit(text)])
        assert [(one.text, one.rank, one.start) for one in found] == [
            ("Pausing costs £12.", 1, 0),
            ("It lasts five months.", 1, 19),
        ]
        assert all(one.hit.chunk.text[one.start :].startswith(one.text) for one in found)

    def test_a_sentence_of_one_word_answers_nothing(self) -> None:
        assert find_evidence_sentences([make_hit("Refunds\n\nSorry.\n\nIt is what it is.")]) == []

    def test_of_nothing_there_are_none(self) -> None:
        assert find_evidence_sentences([]) == []


class TestFitsKind:
    @pytest.mark.parametrize(
        ("question", "sentence", "expected"),
        [
            ("How much does it cost?", "It costs £12.", 1.0),
            ("How much does it cost?", "It is free.", 1.0),
            ("How much does it cost?", "There is no extra charge.", 1.0),
            ("How much does it cost?", "It lasts five months.", 0.0),
            ("How long does it last?", "It lasts five months.", 1.0),
            ("How long does it last?", "It costs £12.", 0.0),
            ("When is it paid?", "On 1 March 2026.", 1.0),
            ("When is it paid?", "It is paid to the card.", 0.0),
            ("What percentage is kept?", "We keep 10 percent.", 1.0),
            ("What percentage is kept?", "We keep £10.", 0.0),
            ("How many users are there?", "There are 20 users.", 1.0),
            ("How many users are there?", "There are users.", 0.0),
            ("How much does it weigh?", "It has 1.2 kg.", 1.0),
            ("How much does it weigh?", "It costs £12.", 0.0),
            ("Who founded Larkfield?", "It was founded by Anna Reed.", 1.0),
            ("Who founded Larkfield?", "It was founded in Larkfield.", 0.0),
            ("Where is the office?", "It is in Leeds.", 1.0),
            ("Where is the office?", "It is closed.", 0.0),
            ("Tell me more.", "It is closed.", 0.5),
            ("Is it closed?", "It costs £12.", 0.5),
        ],
    )
    def test_a_sentence_holds_what_the_question_needs(
        self, question: str, sentence: str, expected: float
    ) -> None:
        assert fits_kind(analyse(question), sentence) == expected


class TestFitsCount:
    @pytest.mark.parametrize(
        ("question", "sentence", "expected"),
        [
            ("How many rows fit?", "A file holds 2,000 rows.", 1.0),
            ("How many rows fit?", "Up to twelve of the rows fit.", 1.0),
            ("What is the maximum number of rows?", "At most 500 table rows.", 1.0),
            ("How many employees?", "Employees: 250", 0.7),
            ("How many rows fit?", "A file holds 2,000 columns.", 0.0),
            ("How many rows fit?", "Rows fit.", 0.0),
            ("How long is a row?", "A row has 80 characters.", 0.5),
        ],
    )
    def test_a_sentence_counts_what_was_asked(self, question: str, sentence: str, expected: float) -> None:
        assert fits_count(question, sentence) == expected
