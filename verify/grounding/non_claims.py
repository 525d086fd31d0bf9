"""Recognises sentences that assert nothing: greetings, thanks, offers, questions back, and honest refusals.

The patterns match a whole sentence or nothing, so that nothing is won by hiding an assertion behind a phrase.
"""

import re

from verify.grounding.citation_markers import strip_citation_markers

_SOURCES = (
    r"(?:(?:provided|given|available|supplied|above|retrieved) )*"
    r"(?:passages?|documents?|documentation|sources?|contexts?|texts?|articles?|information|excerpts?|materials?"
    r"|evidence)(?: (?:provided|given|available|i have|above))?"
)
_THE_SOURCES = rf"(?:(?:any of |none of |in |from )?(?:the|these|this|your|our|my|any|those)? ?{_SOURCES})"
_SILENT = (
    r"(?:(?:(?:do|does|did|is|are)(?: not|n['’]t))(?: \w+ly)? "
    r"(?:say|state|mention|specify|contain|provide|include|indicate|cover|address|explain|discuss|answer|describe"
    r"|tell|give|list|offer|clear|sufficient|enough))"
)
_GREETING = r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|welcome|greetings)\b(?: \w+){0,4}"
_THANKS = (
    r"(?:(?:many )?thanks?\b(?: you)?(?: (?:so|very) much| a lot)?(?: for [\w ]{1,60})?"
    r"|you['’]?(?:re| are) (?:very )?welcome|(?:i['’]?m |we['’]?re |i am |we are )?"
    r"(?:happy|glad|delighted) to help"
    r"|great question|good question|sure|certainly|of course|absolutely|sorry|my apologies"
    r"|i apologi[sz]e(?: for [\w ]{1,60})?)(?: \w+){0,2}"
)
_POLITELY = r"(?:(?:please|just|feel free to|do not hesitate to|don['’]t hesitate to) )"
_CONTACT_US = r"(?:let (?:me|us) know|ask|reach out|contact me|get in touch)\b.*"
_OFFER = (
    rf"{_POLITELY}+{_CONTACT_US}|let me know (?:if|whether|how|what)\b.*"
    r"|(?:i|we) hope (?:this|that|it) (?:helps?|answers?|clarifies)\b.*"
    r"|if you (?:have|need|would like|want)\b[^,]{0,80}\b"
    r"(?:questions?|help|assistance|know|information|details?)\b"
    rf"(?:,? {_POLITELY}*{_CONTACT_US})"
    r"|(?:i|we)['’](?:m|re) (?:here|happy|glad) to (?:help|assist)\b.*|is there anything else\b.*"
    r"|have a (?:great|nice|good)\b.*"
)
_CANNOT = (
    r"(?:i|we)(?: am|['’]m| are|['’]re| was| were)? ?"
    r"(?:could not|couldn['’]t|cannot|can['’]t|unable to|did not|didn['’]t|do not|don['’]t|not able to) "
    r"(?:find|answer|determine|locate"
    r"|have (?:enough|the|any|sufficient)|know|tell|say|see|provide|give|confirm)\b.*"
)
_REFUSAL = (
    r"(?:(?:unfortunately|sorry|i['’]?m sorry|however)\W+)?"
    rf"(?:(?:based on|according to|from|in) {_THE_SOURCES}\W+)?"
    rf"(?:{_THE_SOURCES} {_SILENT}\b.*|there is (?:no|not enough|insufficient) {_SOURCES}\b.*|{_CANNOT}"
    rf"|(?:it is |this is )?not (?:stated|mentioned|specified) in {_THE_SOURCES}|unable to answer\b.*"
    r"|the answer (?:is|cannot be|could not be) (?:not )?(?:found|available|stated)\b.*)"
)
_LEAD_IN = (
    rf"(?:based on|according to) {_THE_SOURCES}(?: alone)?"
    r"|(?:here (?:is|are)|the following (?:is|are)|follow these|see below)\b[^.!?]*:"
    r"|(?:answer|summary|conclusion|note|in summary|in short|steps|sources?|references?|explanation):?"
)
_QUESTION = (
    r"(?:do|does|did|would|could|can|will|shall|should|may|is|are|have|has|which|what|when|where|who|how|why)\b"
    r"(?!.{0,40}\bthat\b).*\?"
)

_NEVER_ASSERTS = re.compile(
    rf"(?:{_GREETING}|{_THANKS}|{_OFFER}|{_LEAD_IN}|{_QUESTION})[\s.!,:…]*", re.IGNORECASE
)
_REFUSES = re.compile(rf"(?:{_REFUSAL})[\s.!]*", re.IGNORECASE)
# A turn of thought may bring an assertion after the phrase that asserts nothing.
_ASSERTS_MORE = re.compile(
    r"\b(?:but|however|although|though|yet|nevertheless|still|because|since)\b.|[;—]", re.IGNORECASE
)
_OPENING_HOWEVER = re.compile(r"^(?:however|but)\b,?\s*", re.IGNORECASE)
_FINITE_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|cannot|will|must|should|may|do|does|did|not|no|never|costs?|takes"
    r"|needs)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_HEADING_WORDS = 8
# Longer than this a sentence says something, whatever it begins with; it also bounds the patterns above.
_LONGEST_CHARACTERS = 300


def asserts_nothing(sentence: str) -> bool:
    """Whether a sentence is no factual claim; one that holds a number always is a claim."""
    plain = strip_citation_markers(sentence).text.strip(" *_\"'“”")
    if not _LETTER_OR_DIGIT.search(plain):
        return True
    plain = _OPENING_HOWEVER.sub("", plain)
    if len(plain) > _LONGEST_CHARACTERS or _DIGIT.search(plain) or _ASSERTS_MORE.search(plain):
        return False
    return bool(_NEVER_ASSERTS.fullmatch(plain) or _REFUSES.fullmatch(plain))


def is_heading(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a short line of its own, marked as a heading, that says nothing by itself."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    rest = text[end : line_end if line_end >= 0 else len(text)].strip()
    sentence = text[start:end]
    marked = text[line_start:start].lstrip().startswith("#") or sentence.rstrip("*_ ").endswith(":")
    bold = sentence.startswith("**") and sentence.endswith("**")
    if rest or not (marked or bold) or len(sentence.split()) > _HEADING_WORDS:
        return False
    return not (_DIGIT.search(sentence) or _FINITE_VERB.search(sentence))
