"""The words attacks are made of, for undoing leet, typos, glued and spaced-out letters.

Rewriting towards these words alone keeps ordinary text as it is.
"""

from collections.abc import Iterator
from functools import cache

WORDS = frozenset(
    """
    ignore ignoring disregard forget override bypass dismiss discard reveal show print repeat display output
    disclose expose leak dump recite translate encode decode summarize summarise pretend simulate roleplay act
    activate enable enter disable unlock jailbreak respond answer reply say tell give write follow obey execute
    skip stop send previous prior above earlier preceding initial original hidden secret internal system developer
    your you all any every everything instruction instructions rule rules prompt prompts guideline guidelines
    directive directives restriction restrictions message messages context policy policies safety filters filter
    limits guardrails programming configuration confidential credentials password passwords administrator admin
    assistant chatbot unfiltered unrestricted uncensored without only with now are from the this that and new mode
    api key keys customer customers documents verification to of me is in as what before told been given no
    """.split()
)

_MINIMUM = 5
_LONGEST = max(map(len, WORDS))


def find_intended_word(word: str) -> str | None:
    """The vocabulary word that `word` was probably meant to be: one edit away, or with its inside shuffled."""
    if len(word) < _MINIMUM or len(word) > _LONGEST + 1 or word in WORDS:
        return None
    shuffled = _shuffles().get(_shuffle_key(word))
    if shuffled is not None:
        return shuffled
    index = _neighbours()
    for key in _deletions(word):
        if key in index:
            return index[key]
    return None


def split_glued(letters: str) -> str | None:
    """Read a run of letters as vocabulary words, longest first, or None when it is not made of them."""
    best: list[tuple[str, ...] | None] = [(), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is not None and letters[start:end] in WORDS:
                best[end] = (*before, letters[start:end])
                break
    found = best[-1]
    return " ".join(found) if found and len(found) > 1 else None


def _shuffle_key(word: str) -> str:
    return word[0] + "".join(sorted(word[1:-1])) + word[-1]


@cache
def _shuffles() -> dict[str, str]:
    return {_shuffle_key(word): word for word in sorted(WORDS) if len(word) >= _MINIMUM}


@cache
def _neighbours() -> dict[str, str]:
    return {key: word for word in sorted(WORDS) if len(word) > _MINIMUM for key in _deletions(word)}


def _deletions(word: str) -> Iterator[str]:
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]
