"""The shape of one injection pattern and the parts that patterns are built from.

No part repeats without a bound, so each match attempt costs a constant and a whole scan is linear.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from verify.screening.findings import FindingCode, Origin

BOTH = frozenset(Origin)
USER_ONLY = frozenset({Origin.USER})
DOCUMENT_ONLY = frozenset({Origin.DOCUMENT})

SEPARATOR = r"[^\w.?!]{1,3}"
# Where an order starts: "print the key" is one, "does it print the key" is not.
ORDER = (
    r"(?:(?:^|[\n.!?:;,\"'(>*\-\]}])[ ]?"
    r"|\b(?:please|now|then|and|you|must|should|will|kindly|instead|just|first|also|finally|simply|next|so"
    r"|but"
    r"|or|me|immediately|are to|need to|have to|want to|like to|going to|able to|try to|task is to|job is to"
    r"|goal is to|order to|you to|it to|let's|lets|i said|ok|okay|hey|hi|hello|assistant|bot|chatbot|gpt"
    r"|chatgpt"
    r"|could|would|pls|plz|again|admin|do not stop|step \d|today|quickly|dont hesitate|to me)[ ])"
)
# "Can I ignore…", "what happens if we ignore…": somebody asks about the act and orders nothing.
NOT_ASKED = (
    r"(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!how to )(?<!users )(?<!people )(?<!customers )(?<!systems )(?<!who )"
)


def gap(words: int) -> str:
    """A separator with up to `words` words in between, inside one sentence."""
    return rf"(?:{SEPARATOR}\w{{1,20}}){{0,{words}}}{SEPARATOR}"


@dataclass(frozen=True)
class Rule:
    """One pattern of a family.

    `weight` is how sure a match alone makes us, in (0, 1). `cues` are substrings, "|" between
    alternatives and "&" between groups ("_" is a space): the pattern is tried only when the text holds one of
    each group, which costs a hundredth of running it.
    """

    code: FindingCode
    weight: float
    cues: str
    pattern: str
    origins: frozenset[Origin] = BOTH

    @cached_property
    def needed(self) -> tuple[tuple[str, ...], ...]:
        groups = self.cues.replace("_", " ").split("&")
        return tuple(tuple(group.split("|")) for group in groups)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def find(self, text: str) -> re.Match[str] | None:
        """The first match in a text in matching form."""
        for group in self.needed:
            if not any(cue in text for cue in group):
                return None
        return next((match for match in self.regex.finditer(text) if not _is_asked(text, match)), None)


# "How do I ignore…" asks how the product works, unless the sentence speaks of the assistant itself.
_QUESTION_FRAME = re.compile(
    r"[ \"']{0,2}(?:(?:and|so|but|hi|hello|hey|ok),? )?(?:how (?:do|can|could|should|would|to|does)\b"
    r"|is there (?:a|any) (?:way|option|setting)"
    r"|what happens (?:if|when)|(?:can|could|may|should|do|must|shall) (?:i|we|users|customers|admins)\b"
    r"|where (?:can|do|could|should) (?:i|we)\b"
    r"|does (?:the|it|this)\b|is it (?:ok|okay|possible|safe|allowed)|why (?:do|does|is|are|did|can't)\b"
    r"|when (?:do|does|can|should)\b|do (?:i|we)\b)"
)
_ASSISTANT = re.compile(
    r"\byou\b|\byourself\b|\bthis (?:bot|ai|assistant|chatbot)\b|\b(?:your|ur"
    r"|the) (?:\w{1,15} ){0,2}(?:prompts?|instructions?(?! (?:in|for|on|of|to|from)\b)|rules"
    r"|guidelines|context|programming|training|configuration|guardrails|restrictions|filters)\b"
    r"|\bother (?:customers|users|people)'|[<>|\[]"
)
_SENTENCE_REACH = 160
# Enough to see "instructions in the guide" behind a match that ends with "instructions".
_TAIL = 5


def _is_asked(text: str, match: re.Match[str]) -> bool:
    begin = max(0, match.start() - _SENTENCE_REACH)
    before = text[begin : match.start() + 1]
    begin += max(before.rfind(mark, 0, -1) for mark in ".?!\n;:") + 1
    if _QUESTION_FRAME.match(text, begin) is None:
        return False
    return _ASSISTANT.search(text, begin, match.end() + _TAIL) is None
