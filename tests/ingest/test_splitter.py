from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Section
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document
from ingest.settings import IngestSettings
from ingest.splitter import Passage, split

LIMIT = 16


def count_words(text: str) -> int:
    return len(text.split())


def count_characters(text: str) -> int:
    return len(text)


def count_word_pieces(text: str) -> int:
    """Like a tokenizer: long words cost several tokens."""
    return sum(-(-len(word) // 5) for word in text.split())


def split_small(document: Document, *, overlap: int = 0) -> tuple[Passage, ...]:
    chosen = IngestSettings(chunk_tokens=LIMIT, overlap_tokens=overlap)
    return split(document, chosen, count_tokens=count_words)


def sentences(count: int) -> str:
    return " ".join(f"Sentence {number} has exactly six words." for number in range(count))


words = st.text(alphabet="abcdeé. ,!?\n\t-", min_size=1, max_size=60) | st.sampled_from(
    ["Plans and prices", "It costs $4.50 per month. It is billed yearly.", "- one\n- two\n- three", "x" * 120]
)
blocks = st.builds(Block, words, level=st.sampled_from([0, 0, 0, 1, 2]), page=st.sampled_from([None, 1, 2]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    found = draw(st.lists(blocks, min_size=1, max_size=12))
    try:
        return build_document(found, title="Title")
    except UnreadableDocumentError:
        return build_document([Block("something")], title="Title")


# Scripts without spaces, marks that combine, pictures of several characters, right-to-left text, controls.
odd_texts = st.lists(
    st.text(min_size=1, max_size=40)
    | st.sampled_from(
        [
            "日本語の文書には空白がありません。" * 5,
            "การคืนเงินใช้เวลาสิบสี่วัน" * 4,
            "e\u0301\u0323" * 30,
            "👩‍👩‍👧‍👦🏳️‍🌈" * 10,
            "الاسترداد خلال ١٤ يومًا. شكرًا!",
            "a\u00a0b\u2009c\u3000d " * 10,
            "line\r\nline\x85line\u2028line",
            "\x00\x1b[31mred\x1b[0m",
            "." * 90,
            "” ) . ? ! … " * 12,
            "\t" * 5 + "|" * 60,
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@st.composite
def whole_documents(draw: st.DrawFn) -> Document:
    """Text that no loader cleaned, cut into sections anywhere."""
    text = draw(odd_texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)) | {0, len(text)})
    sections = tuple(Section(start, end) for start, end in pairwise(cuts))
    return Document("Title", text, sections)


class TestProperties:
    counters = st.sampled_from([count_words, count_characters, count_word_pieces])
    overlaps = st.sampled_from([0, 4, 8])

    @given(documents() | whole_documents(), counters, overlaps)
    @settings(max_examples=100, deadline=None)
    def test_passages_slice_back_lie_in_order_and_keep_the_limit(
        self, document: Document, count: Callable[[str], int], overlap: int
    ) -> None:
        chosen = IngestSettings(chunk_tokens=LIMIT, overlap_tokens=overlap)
        passages = split(document, chosen, count_tokens=count)
        for passage in passages:
            assert passage.text == document.text[passage.start : passage.end]
            assert passage.text.strip() == passage.text != ""
            assert count(passage.text) <= LIMIT or len(passage.text.split()) == 1
        assert all(left.start < right.start and left.end < right.end for left, right in pairwise(passages))

    @given(documents() | whole_documents(), overlaps)
    @settings(max_examples=100, deadline=None)
    def test_passages_cover_all_text_and_stay_in_one_section(self, document: Document, overlap: int) -> None:
        passages = split_small(document, overlap=overlap)
        covered = {at for passage in passages for at in range(passage.start, passage.end)}
        assert all(at in covered for at, char in enumerate(document.text) if not char.isspace())
        for passage in passages:
            home = [one for one in document.sections if one.start <= passage.start < one.end]
            assert passage.end <= home[0].end
            assert (passage.headings, passage.page) == (home[0].headings, home[0].page)


def test_a_section_that_fits_is_one_passage() -> None:
    document = build_document([Block("Refunds", 2), Block("Within 30 days."), Block("In full.")], title="T")
    assert [passage.text for passage in split_small(document)] == ["Refunds\n\nWithin 30 days.\n\nIn full."]


def test_small_sections_are_not_joined() -> None:
    document = build_document([Block("A", 2), Block("one"), Block("B", 2), Block("two")], title="T")
    assert [passage.headings for passage in split_small(document)] == [("A",), ("B",)]


def test_long_prose_is_cut_between_sentences() -> None:
    texts = [passage.text for passage in split_small(build_document([Block(sentences(6))], title="T"))]
    assert len(texts) == 3
    assert all(text.endswith("words.") for text in texts)


def test_a_heading_stays_with_the_text_below_it() -> None:
    document = build_document([Block("How it works", 2), Block(sentences(6))], title="T")
    first = split_small(document)[0]
    assert first.text == f"How it works\n\n{sentences(2)}"


def test_prose_overlaps_by_whole_sentences() -> None:
    document = build_document([Block(sentences(9))], title="T")
    chosen = IngestSettings(chunk_tokens=32, overlap_tokens=8)
    first, second, *_ = split(document, chosen, count_tokens=count_words)
    assert first.text == sentences(4)
    assert second.text.startswith("Sentence 3 has exactly six words. Sentence 4 ")


def test_lists_and_tables_do_not_overlap() -> None:
    rows = "\n".join(f"Plan: Team {number}; Price: $4 per employee per month." for number in range(6))
    passages = split_small(build_document([Block(rows)], title="T"), overlap=8)
    assert [passage.text for passage in passages] == rows.split("\n")


def test_a_passage_says_which_rows_it_holds() -> None:
    rows = "\n".join(f"Plan: Team {number}; Price: $4 per employee." for number in range(4))
    blocks = [
        Block("Prices", 1),
        Block(rows, rows=(2, 3, 5, 8)),
        Block(sentences(2)),
        Block("More", 1),
        Block("x"),
    ]
    passages = split_small(build_document(blocks, title="T"))
    assert [passage.rows for passage in passages] == [(2, 3), (5, 8), None, None]


def test_a_row_cut_in_two_is_the_row_of_both_halves() -> None:
    rows = f"Note: {sentences(4)}\nNote: short."
    passages = split_small(build_document([Block(rows, rows=(7, 8))], title="T"))
    assert [passage.rows for passage in passages] == [(7, 7), (7, 7), (8, 8)]


def test_a_word_longer_than_the_limit_is_cut_so_that_nothing_is_truncated() -> None:
    document = build_document([Block("x" * 50)], title="T")
    chosen = IngestSettings(chunk_tokens=LIMIT, overlap_tokens=0)
    passages = split(document, chosen, count_tokens=count_characters)
    assert "".join(passage.text for passage in passages) == "x" * 50
    assert max(len(passage.text) for passage in passages) <= LIMIT


def test_white_space_that_counts_nothing_is_not_repeated() -> None:
    text = f"{'one two three four ' * 6} {'one two three four ' * 6} end"
    document = Document("T", text, (Section(0, len(text)),))
    assert " ".join(" ".join(passage.text.split()) for passage in split_small(document)) == " ".join(
        text.split()
    )


@pytest.mark.parametrize("overlap", [0, 8])
def test_repeated_text_gets_its_own_places(overlap: int) -> None:
    document = build_document([Block(" ".join(["The same sentence again."] * 20))], title="T")
    passages = split_small(document, overlap=overlap)
    assert len({passage.start for passage in passages}) == len(passages)
    assert passages[-1].end == len(document.text)
