import pytest

from eval.training.names.corpus import Span
from eval.training.names.scores import score_spans

LABELS = ("PER", "LOC")


def test_a_name_cut_short_is_both_a_miss_and_a_false_find() -> None:
    marked: set[Span] = {(0, 9, "PER"), (20, 25, "LOC")}
    found: set[Span] = {(0, 4, "PER"), (20, 25, "LOC")}

    overall, person, place = score_spans([(marked, found)], labels=LABELS)

    assert overall.f1 == pytest.approx(0.5)
    assert (person.f1, place.f1) == (0.0, 1.0)


def test_a_label_that_the_marked_set_does_not_know_costs_nothing() -> None:
    overall, *_ = score_spans([(set(), {(0, 4, "MISC")}), ({(0, 4, "PER")}, {(0, 4, "PER")})], labels=LABELS)

    assert (overall.found, overall.precision, overall.recall) == (1, 1.0, 1.0)


def test_the_same_offsets_in_two_texts_are_two_names() -> None:
    pair: tuple[set[Span], set[Span]] = ({(0, 4, "PER")}, {(0, 4, "PER")})

    overall, *_ = score_spans([pair, pair], labels=LABELS)

    assert overall.right == 2


def test_nothing_found_scores_nothing() -> None:
    overall, *_ = score_spans([({(0, 4, "PER")}, set())], labels=LABELS)

    assert (overall.precision, overall.recall, overall.f1) == (0.0, 0.0, 0.0)
