from verify.grounding.tagging.layout import (
    GROUPS,
    IN_QUESTION_ONLY,
    NOT_IN_EVIDENCE,
    QUESTION,
    QUESTION_PIECES,
    ROW_PIECES,
    find_runs,
    lay_out,
)

EVIDENCE = find_runs([(1, 2, 3, 4), (5, 6)])


def kinds_of(claim: list[int], question: list[int]) -> list[int]:
    (row,) = lay_out(question, [claim], EVIDENCE)
    first, last = row.bounds[0]
    return row.kinds[first:last]


def test_word_pieces_differ_by_how_many_in_a_row_the_evidence_has() -> None:
    none, one, two, three = range(NOT_IN_EVIDENCE, NOT_IN_EVIDENCE + 4)

    assert kinds_of([1, 2, 3, 4, 9, 4], []) == [one, two, three, three, none, one]
    # 4 and 5 are neighbours in no text of the evidence.
    assert kinds_of([4, 5, 6], []) == [one, one, two]


def test_what_the_question_alone_has_is_told_apart() -> None:
    assert kinds_of([8, 1, 9], [8, 1]) == [IN_QUESTION_ONLY, NOT_IN_EVIDENCE + 1, NOT_IN_EVIDENCE]


def test_a_row_is_the_question_and_then_the_claims() -> None:
    (row,) = lay_out([7, 8], [[1, 2], [3]], EVIDENCE)

    assert row.kinds[:2] == [QUESTION, QUESTION]
    assert row.groups == [0, 0, 1, 1, 2]
    assert (row.claims, row.bounds) == ([0, 1], [(2, 4), (4, 5)])


def test_a_full_row_is_followed_by_another_that_opens_with_the_question() -> None:
    rows = lay_out([7], [[1] * 300, [2] * 100, [3]], EVIDENCE)

    assert [row.claims for row in rows] == [[0, 1], [2]]
    assert rows[1].bounds == [(1, 2)]


def test_later_claims_never_change_where_earlier_ones_stand() -> None:
    claims = [[number] * 90 for number in range(12)]
    whole = lay_out([7], claims, EVIDENCE)

    for end in range(1, len(claims)):
        placed = [place for row in lay_out([7], claims[:end], EVIDENCE) for place in row.bounds]
        assert placed == [place for row in whole for place in row.bounds][:end]


def test_what_is_too_long_is_cut_and_what_is_empty_is_left_out() -> None:
    (row,) = lay_out([7] * 500, [[], [1] * 900], EVIDENCE)

    assert row.claims == [1]
    assert row.bounds == [(QUESTION_PIECES, QUESTION_PIECES + ROW_PIECES)]
    assert lay_out([7], [[]], EVIDENCE) == []


def test_many_short_claims_share_the_last_number() -> None:
    (row,) = lay_out([], [[1]] * 50, EVIDENCE)

    assert max(row.groups) == GROUPS - 1
