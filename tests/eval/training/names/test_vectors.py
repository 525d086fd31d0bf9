import numpy as np
from numpy.typing import NDArray

from eval.training.names.vectors import CITY, FAMILY, MAN, make_vectors

RowOfVectors = NDArray[np.float32]

NEAR, NEARBY, FAR = 0b10_0000_0001, 0b01_0000_0001, 0b10_0000_1110
VECTORS = make_vectors(
    {"Paris": NEAR, "London": NEAR, "Alaska": NEARBY, "walked": FAR, "Reed": NEAR},
    {"Reed": 1 << FAMILY, "Boston": 1 << CITY, "Tom": 1 << MAN},
)


def vector(word: str) -> RowOfVectors:
    row: RowOfVectors = VECTORS.rows[VECTORS.places[word]]
    return row


def likeness(one: str, other: str) -> float:
    a, b = vector(one), vector(other)
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_words_of_one_cluster_and_the_same_lists_are_one_row() -> None:
    assert (vector("Paris") == vector("London")).all()
    assert (vector("Paris") != vector("Reed")).any()
    assert len(VECTORS.rows) == len(VECTORS.places) - 1


def test_clusters_that_part_late_are_alike() -> None:
    assert likeness("Paris", "Alaska") > 0.5
    assert likeness("Paris", "Alaska") > likeness("Paris", "walked") + 0.3


def test_a_word_without_a_cluster_has_its_lists() -> None:
    assert vector("Boston").any()
    assert likeness("Boston", "Tom") < 0.5
    assert "unheard" not in VECTORS.places
