import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.record_overlap import Piece, join_pieces

TEXT = "Refunds take 14 days. They are paid to the card that was charged. Ask by mail if one is late."


def _cut(text: str, spans: list[tuple[int, int]], *, known: bool) -> list[Piece]:
    return [Piece(text[start:end], start if known else None) for start, end in spans]


@pytest.mark.parametrize("known", [True, False])
def test_what_two_neighbours_share_stands_there_once(known: bool) -> None:
    assert join_pieces(_cut(TEXT, [(0, 50), (22, 70), (45, len(TEXT))], known=known)) == TEXT


def test_a_short_overlap_is_seen_where_offsets_say_so() -> None:
    assert join_pieces(_cut(TEXT, [(0, 30), (27, len(TEXT))], known=True)) == TEXT


def test_a_piece_inside_the_one_before_adds_nothing() -> None:
    assert join_pieces(_cut(TEXT, [(0, 60), (10, 40), (50, len(TEXT))], known=True)) == TEXT


def test_offsets_that_do_not_fit_the_text_are_not_believed() -> None:
    assert join_pieces([Piece("One two three.", 0), Piece("Four five six.", 5)]) == (
        "One two three.\n\nFour five six."
    )


def test_wrong_offsets_do_not_hide_an_overlap() -> None:
    pieces = [Piece(TEXT[:50], 0), Piece(TEXT[22:], 3)]
    assert join_pieces(pieces) == TEXT


@pytest.mark.parametrize(
    ("start", "between"), [(4, ""), (5, "\n"), (6, "\n\n"), (900, "\n\n"), (None, "\n\n")]
)
def test_neighbours_that_lie_close_stay_in_one_paragraph(start: int | None, between: str) -> None:
    assert join_pieces([Piece("Ends", 0), Piece("begins", start)]) == f"Ends{between}begins"


def test_endings_that_are_alike_by_chance_are_kept() -> None:
    assert (
        join_pieces([Piece("Yes, it is."), Piece("it is. So we say.")]) == "Yes, it is.\n\nit is. So we say."
    )


def test_a_short_heading_that_both_have_stands_there_once() -> None:
    pieces = [Piece("It is paid.\n\n## Plans"), Piece("## Plans\n\nThere are two.")]
    assert join_pieces(pieces) == "It is paid.\n\n## Plans\n\nThere are two."


def test_nothing_joins_to_nothing() -> None:
    assert join_pieces([]) == ""


spans = st.lists(st.tuples(st.integers(0, 80), st.integers(1, 60)), max_size=8)


@given(st.text("ab .\n", min_size=1, max_size=80), spans)
def test_offsets_give_the_text_back_wherever_it_was_cut(text: str, cuts: list[tuple[int, int]]) -> None:
    cut, end = [], 0
    # Each piece begins inside the one before, or right after it, as a splitter with overlap cuts.
    for back, length in [*cuts, (0, len(text))]:
        start = max(0, end - back)
        end = min(len(text), max(end, start) + length)
        cut.append((start, end))
    assert join_pieces(_cut(text, [span for span in sorted(cut) if span[0] < span[1]], known=True)) == text
