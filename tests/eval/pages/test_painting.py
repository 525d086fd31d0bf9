from eval.pages.markup import join
from eval.pages.painting import Piece, cut_pieces, paint


def test_text_is_cut_where_pieces_and_marks_begin_and_end() -> None:
    painted = join(*paint("one two three", [Piece(0, 7, "green", "fine")], [(4, 13)], rest="plain"))
    assert painted.text == (
        '<span class="green" title="fine">one </span><span class="green labelled" title="fine">two</span>'
        '<span class="plain labelled" title="no claim"> three</span>'
    )


def test_a_number_stands_once_behind_its_piece() -> None:
    painted = join(*paint("one two", [Piece(0, 7, "green", "", "1")], [(4, 7)]))
    assert painted.text.count("<sup>1</sup>") == 1
    assert painted.text.endswith("<sup>1</sup>")


def test_pieces_of_a_part_are_placed_in_that_part() -> None:
    pieces = [Piece(0, 4, "a", ""), Piece(6, 9, "b", ""), Piece(12, 20, "c", "")]
    assert cut_pieces(pieces, 2, 14) == [Piece(0, 2, "a", ""), Piece(4, 7, "b", ""), Piece(10, 12, "c", "")]
    assert cut_pieces(pieces, 4, 6) == []
