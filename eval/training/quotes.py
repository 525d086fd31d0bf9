"""Which piece of a document says what a labelled question asks for."""

import re

from eval.case import Case
from verify.grounding.words import content_stems

# A text says what the quote says when it has this part of the quote's content words.
OVERLAP = 0.7
MARKUP = re.compile(r"[|*`]")


def says_quote(text: str, case: Case, *, document: str) -> bool:
    if case.gold_quote is None or document not in case.gold_documents:
        return False
    quote = content_stems(MARKUP.sub(" ", case.gold_quote))
    return len(quote & content_stems(text)) >= OVERLAP * max(len(quote), 1)
