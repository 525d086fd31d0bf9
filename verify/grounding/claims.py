"""Cuts an answer into the claims to be judged and the text that asserts nothing; the first step of `verify`."""

import re
from dataclasses import dataclass

from verify.grounding.citation_markers import StrippedText, strip_citation_markers
from verify.grounding.sentences import split_into_sentences
from verify.grounding.verdict import Span

__all__ = ["ClaimSplit", "StrippedText", "split_into_claims", "split_into_sentences", "strip_citation_markers"]


@dataclass(frozen=True, slots=True)
class ClaimSplit:
    """Spans of the answer, in order; together they hold all of its words."""

    claims: tuple[Span, ...]
    non_claims: tuple[Span, ...]


_SOURCES = (
    r"(?:provided |given |available |supplied |above |retrieved )*(?:passages?|documents?|documentation|sources?|contexts?"
    r"|texts?|articles?|information|excerpts?|materials?|evidence)(?: (?:provided|given|available|i have|above))?"
)
_THE_SOURCES = rf"(?:(?:any of |none of |in |from )?(?:the|these|this|your|our|my|any|those)? ?{_SOURCES})"
_SILENT = (
    r"(?:(?:do|does|did)(?: not|n['’]t)|never|(?:is|are)(?: not|n['’]t))(?: \w+ly)? (?:say|state|mention|specify|contain|"
    r"provide|include|indicate|cover|address|explain|discuss|answer|describe|tell|give|list|offer|clear|sufficient|enough)"
)
_GREETING = r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|welcome|greetings)\b(?: \w+){0,4}"
_THANKS = (
    r"(?:(?:many )?thanks?\b(?: you)?(?: (?:so|very) much| a lot)?(?: for [\w ]{1,60})?|you['’]?(?:re| are) (?:very )?welcome"
    r"|(?:i['’]?m |we['’]?re |i am |we are )?(?:happy|glad|delighted) to help|great question|good question|sure|certainly"
    r"|of course|absolutely|sorry|my apologies|i apologi[sz]e(?: for [\w ]{1,60})?)(?: \w+){0,2}"
)
_OFFER = (
    r"(?:please |feel free to |do not hesitate to |don['’]t hesitate to )+(?:let (?:me|us) know|ask|reach out|contact me|get in touch)\b.*"
    r"|(?:i|we) hope (?:this|that|it) (?:helps?|answers?|clarifies)\b.*|let me know (?:if|whether|how|what)\b.*"
    r"|if you (?:have|need|would like|want)\b[^,]{0,80}\b(?:questions?|help|assistance|know|information|details?)\b"
    r"(?:,? (?:please |just |feel free to |don['’]t hesitate to |do not hesitate to )*(?:let (?:me|us) know|ask|reach out|contact me)\b.*)"
    r"|(?:i|we)['’](?:m|re) (?:here|happy|glad) to (?:help|assist)\b.*|is there anything else\b.*|have a (?:great|nice|good)\b.*"
)
_REFUSAL = (
    rf"(?:(?:unfortunately|sorry|i['’]?m sorry|however)\W+)?(?:(?:based on|according to|from|in) {_THE_SOURCES}\W+)?(?:"
    rf"{_THE_SOURCES} {_SILENT}\b.*|there is (?:no|not enough|insufficient) {_SOURCES}\b.*"
    rf"|(?:i|we)(?: am|['’]m| are|['’]re)?(?: was| were)? ?(?:could not|couldn['’]t|cannot|can['’]t|unable to|did not|didn['’]t"
    r"|do not|don['’]t|not able to) (?:find|answer|determine|locate|have (?:enough|the|any|sufficient)|know|tell|say|see|provide|"
    rf"give|confirm)\b.*|(?:it is |this is )?not (?:stated|mentioned|specified) in {_THE_SOURCES}|unable to answer\b.*"
    rf"|the answer (?:is|cannot be|could not be) (?:not )?(?:found|available|stated)\b.*)"
)
_LEAD_IN = (
    rf"(?:based on|according to) {_THE_SOURCES}(?: alone)?|(?:here (?:is|are)|the following (?:is|are)|follow these|see below)\b[^.!?]*:"
    r"|(?:answer|summary|conclusion|note|in summary|in short|steps|sources?|references?|explanation):?"
)
_QUESTION = (
    r"(?:do|does|did|would|could|can|will|shall|should|may|is|are|have|has|which|what|when|where|who|how|why)\b"
    r"(?!.{0,40}\bthat\b).*\?"
)

# A turn of thought may bring an assertion after the phrase that asserts nothing.
_ASSERTS_MORE = re.compile(r"\b(?:but|however|although|though|yet|nevertheless|still|because|since)\b|[;—]", re.IGNORECASE)
_NEVER_ASSERTS = re.compile(rf"(?:{_GREETING}|{_THANKS}|{_OFFER}|{_LEAD_IN}|{_QUESTION})[\s.!,:…]*", re.IGNORECASE)
_REFUSES = re.compile(rf"(?:{_REFUSAL})[\s.!]*", re.IGNORECASE)
_FINITE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|will|must|should|may|do|does|did|not|no|never|costs?|takes?|needs?)\b",
    re.IGNORECASE,
)
_HEADING_WORDS = 8
# Longer than this a sentence says something, whatever it begins with; it also bounds the patterns above.
_NON_CLAIM_CHARACTERS = 300


def split_into_claims(text: str) -> ClaimSplit:
    """Split an answer; every span is half-open and slices back, and list markers stay outside."""
    claims: list[Span] = []
    non_claims: list[Span] = []
    for start, end in split_into_sentences(text):
        asserts_nothing = _asserts_nothing(text[start:end]) or _is_heading(text, start, end)
        (non_claims if asserts_nothing else claims).append((start, end))
    return ClaimSplit(tuple(claims), tuple(non_claims))


def _asserts_nothing(sentence: str) -> bool:
    plain = strip_citation_markers(sentence).text.strip(" *_\"'“”")
    if not re.search(r"[^\W\d_]|\d", plain):
        return True
    if len(plain) > _NON_CLAIM_CHARACTERS or re.search(r"\d", plain) or _ASSERTS_MORE.search(plain):
        return False
    return bool(_NEVER_ASSERTS.fullmatch(plain) or _REFUSES.fullmatch(plain))


def _is_heading(text: str, start: int, end: int) -> bool:
    """A short line of its own, marked as a heading or ending in a colon, that says nothing by itself."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)].strip()
    sentence = text[start:end]
    marked = text[line_start:start].lstrip().startswith("#") or sentence.rstrip("*_ ").endswith(":")
    bold = sentence.startswith("**") and sentence.endswith("**")
    if rest or not (marked or bold):
        return False
    return (
        len(sentence.split()) <= _HEADING_WORDS
        and not re.search(r"\d", sentence)
        and not _FINITE_VERB.search(sentence)
    )
