"""Words as the lexical signals see them: stemmed, without the ones that carry no content."""

import re
import threading
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]  # ships no stubs

from verify.grounding.inflections import plain_form
from verify.grounding.verdict import Span

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|[^\W_]+")
# Signs that change what a sentence says: "£30" is not "$30", "-5" is not "5", and a question states nothing.
_WORD_OR_SIGN = re.compile(rf"{_WORD.pattern}|[$€£¥₹%‰°+=<>?/]|[-−](?=\d)")
_DOTTED = re.compile(r"(?:[a-z]\.)+[a-z]\.?")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
# "dvds" are DVDs.
_INITIALS = re.compile(r"(?!mrs)[b-df-hj-np-tv-xz]{2,}(?<!s)s")
_STOP_WORDS_TEXT = """
    a an the this that these those it its it's i we you he she they them him her his our your their my
    me us is are was were be been being am do does did doing done has have had having will would shall
    should can could may might must of in on at to for from by with as into onto about over under up
    down out off than then there here and or but if so nor not no never none cannot can't don't doesn't
    didn't isn't aren't wasn't won't without also such which who whom whose what when where while how
    why each both any all some every only very more most other own same too just s t re ve ll d m via
    per according based passage passages given provided
"""
_STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its stem, how it is written, and where."""

    stem: str
    written: str
    span: Span

    @property
    def is_content(self) -> bool:
        # Amid a sentence a capital tells a name or a month ("plan A", "in May"), hence the exact spelling.
        return self.written.lower() not in _STOP_WORDS or (
            self.written in {"A", "IT", "US", "May"} and self.span[0] > 0
        )


def find_words(text: str) -> tuple[Word, ...]:
    return tuple(Word(stem(match.group()), match.group(), match.span()) for match in _WORD.finditer(text))


def content_stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in find_words(text) if word.is_content)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case, without a possessive ending."""
    word = _POSSESSIVE.sub("", word)
    lowered = word.lower().replace("’", "'")
    if _DOTTED.fullmatch(lowered):
        lowered = lowered.replace(".", "")
    if (word[:-1].isupper() and word.endswith("s")) or _INITIALS.fullmatch(lowered):
        return lowered[:-1]
    if len(lowered) < 4:
        # "LED" is no form of "lead".
        return lowered if word.isupper() else plain_form(lowered)
    if not lowered.isascii() or not lowered.isalpha():
        return lowered
    return _STEMMER.stem(plain_form(lowered))


def normalised(text: str) -> str:
    """Return words and telling signs alone, in lower case: equal for two writings of the same sentence."""
    return " ".join(match.group().lower().replace("’", "'") for match in _WORD_OR_SIGN.finditer(text))


class _Stemmer(threading.local):
    """A stemmer for each thread: it keeps the word that it works on in itself."""

    def __init__(self) -> None:
        self._english = snowballstemmer.stemmer("english")

    def stem(self, word: str) -> str:
        return str(self._english.stemWord(word))


_STEMMER = _Stemmer()
