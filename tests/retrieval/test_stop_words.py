from retrieval.stop_words import STOP_WORDS


def test_words_that_turn_a_meaning_are_no_stop_words() -> None:
    assert not STOP_WORDS & {
        "not",
        "no",
        "never",
        "without",
        "before",
        "after",
        "under",
        "over",
        "more",
        "less",
    }


def test_question_words_are_stop_words() -> None:
    assert {"what", "how", "the", "does"} <= STOP_WORDS
