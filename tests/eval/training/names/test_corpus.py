import random

from eval.training.names.corpus import (
    LabelledText,
    drop_mentions,
    join_neighbours,
    parse_columns,
    parse_iob2,
)

MARKED = """\
# newdoc id = one
# text = Anna Reed (Acme) left.
1\tAnna\tB-PER\t-\tx
2\tReed\tI-PER\t-\tx
3\t(\tO\t-\t-
4\tAcme\tB-ORG\t-\tx
5\t)\tO\t-\t-
6\tleft\tO\t-\t-
7\t.\tB-O\t-\tx

# text = Danish tea.
1\tDanish\tB-OTH\t-\tx
2\ttea\tO\t-\t-
3\t.\tO\t-\t-

# newdoc id = two
# text = Leeds
1\tLeeds\tB-LOC\t-\tx
""".splitlines()


def named(labelled: LabelledText) -> list[tuple[str, str]]:
    return [(labelled.text[start:end], label) for start, end, label in labelled.spans]


def test_names_keep_their_place_in_the_sentence_as_it_was_written() -> None:
    (first, second), (third,) = parse_iob2(MARKED)

    assert named(first) == [("Anna Reed", "PER"), ("Acme", "ORG")]
    assert named(second) == [("Danish", "MISC")]
    assert named(third) == [("Leeds", "LOC")]


def test_two_names_side_by_side_stay_two() -> None:
    (found,) = parse_columns(["Anna B-person", "Bob B-person", "Stone I-person", "met O"])

    assert named(found) == [("Anna", "PER"), ("Bob Stone", "PER")]


def test_a_set_without_opening_tags_has_its_names_too() -> None:
    (found,) = parse_columns(["in O", "Port I-LOC", "Ash I-LOC", "Acme I-ORG"])

    assert named(found) == [("Port Ash", "LOC"), ("Acme", "ORG")]


def test_spaces_that_a_set_lost_are_put_back_as_people_write() -> None:
    (found,) = parse_columns(["I O", "do O", "n't O", "( O", "really O", ") O", "know O", ". O"])

    assert found.text == "I don't (really) know."


def test_every_label_of_the_sets_becomes_one_of_ours() -> None:
    (found,) = parse_columns(["Kiosk B-product", "x O", "Acme B-corporation", "x O", "Fans B-group"])

    assert [label for *_, label in found.spans] == ["MISC", "ORG", "ORG"]


def test_neighbours_are_joined_without_moving_a_name() -> None:
    sentences = [
        LabelledText("Anna left.", ((0, 4, "PER"),)),
        LabelledText("To Leeds.", ((3, 8, "LOC"),)),
    ] * 9

    joined = list(join_neighbours(sentences, random.Random(1), most=4))

    assert len(joined) < len(sentences)
    assert [name for one in joined for name in named(one)] == [("Anna", "PER"), ("Leeds", "LOC")] * 9


def test_a_mention_is_no_name() -> None:
    (found,) = parse_columns(["@ B-person", "anna B-person", "met O", "Bob B-person"])

    assert named(drop_mentions(found)) == [("Bob", "PER")]
