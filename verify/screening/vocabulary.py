"""The words attacks are made of, for undoing leet, typos, glued and spaced-out letters.

Rewriting towards these words alone keeps ordinary text as it is.
"""

from collections.abc import Iterator
from functools import cache

_ATTACK_TEXT = """
ignore ignoring disregard forget override bypass dismiss discard reveal show print repeat display output
disclose expose leak dump recite translate encode decode summarize summarise pretend simulate roleplay act
activate enable enter disable unlock jailbreak respond answer reply say tell give write follow obey execute
skip stop send previous prior above earlier preceding initial original hidden secret internal system developer
your you all any every everything instruction instructions rule rules prompt prompts guideline guidelines
directive directives restriction restrictions message messages context policy policies safety filters filter
limits guardrails programming configuration confidential credentials password passwords administrator admin
assistant chatbot unfiltered unrestricted uncensored without only with now are from the this that and new mode
api key keys customer customers documents verification to of me is in as what before told been given no
"""
WORDS = frozenset(_ATTACK_TEXT.split())

SHORTHAND = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "instrs": "instructions",
    "prev": "previous",
    "sys": "system",
}

# Words of everyday text that stand one edit from an attack word and mean something else.
_EVERYDAY_TEXT = """
contexts answers documents police content systems secure recipe decide developed develop follows limit reheat
massage massages safely exposed secrets forest displays decade enables fellow enabled interval reveals forgot
disabled administrators summarized activated contest configurations integral filler fillers credential ignored
safest developers stimulate filers disclosed repeats forged translates forge translated midden overripe
summarizes executed recites excite precious exposes summarises hollow repeal activates simulates disables
executes chatbots polity responds restricting encoded assistants simulated summaries unable inputs input
filtered unlocked locked printed follower followed ignores decoded encoder decoder previews preview prompted
customized prior guideline directives protect restricted responded asserted passwords assistance assistants
"""
OTHER_WORDS = frozenset(_EVERYDAY_TEXT.split())

_ENDINGS = ("s", "d", "r", "ed", "ing")
_MINIMUM = 5
_KNOWN = WORDS | OTHER_WORDS
_LONGEST = max(map(len, WORDS))


def find_intended_word(word: str) -> str | None:
    """The vocabulary word that `word` was probably meant to be: one edit away, or shuffled inside."""
    if word in SHORTHAND:
        return SHORTHAND[word]
    if len(word) < _MINIMUM or len(word) > _LONGEST + 1 or word in _KNOWN:
        return None
    if any(word.endswith(ending) and word.removesuffix(ending) in WORDS for ending in _ENDINGS):
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
