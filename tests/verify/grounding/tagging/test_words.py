from verify.grounding.tagging.tagger import Tags
from verify.grounding.tagging.words import find_unsupported_words
from verify.grounding.thresholds import MOST_MARKS
from verify.grounding.verdict import ReasonCode

SURE, FINE = 3.0, -4.0


def marks(text: str, *doubtful: str) -> list[str]:
    """Mark the words of which each is one word piece, as if the tagger doubted these."""
    spans, end = [], 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        spans.append((start, end))
    odds = tuple(SURE if text[slice(*span)] in doubtful else FINE for span in spans)
    found = find_unsupported_words(text, Tags(0.0, odds, tuple(spans)))
    assert all(finding.code is ReasonCode.WORDS_NOT_SUPPORTED for finding in found)
    assert all(text[slice(*finding.span)] == finding.claim_value for finding in found)
    return [finding.claim_value for finding in found]


def test_neighbours_are_one_mark_and_little_words_join() -> None:
    assert marks("You can pay in cash and cheques today", "cash", "cheques") == ["cash and cheques"]
    assert marks("Blue kiosks ship worldwide", "ship", "worldwide") == ["ship worldwide"]


def test_words_apart_are_marks_of_their_own() -> None:
    assert marks("Blue kiosks ship worldwide", "Blue", "worldwide") == ["Blue", "worldwide"]


def test_a_word_is_marked_whole_when_a_piece_of_it_is_doubtful() -> None:
    found = find_unsupported_words("re-imbursed", Tags(0.0, (FINE, SURE), ((0, 5), (5, 11))))

    assert [finding.claim_value for finding in found] == ["re-imbursed"]


def test_only_the_most_doubtful_are_shown_in_their_order() -> None:
    text = "a1 x b2 x c3 x d4 x"
    spans = tuple((start, start + 2) for start in range(0, len(text), 5))
    found = find_unsupported_words(text, Tags(0.0, (1.0, 4.0, 2.0, 3.0), spans))

    assert len(found) == MOST_MARKS
    assert [finding.claim_value for finding in found] == ["b2", "c3", "d4"]


def test_without_tags_or_doubts_nothing_is_marked() -> None:
    assert find_unsupported_words("Blue kiosks", None) == ()
    assert marks("Blue kiosks") == []
