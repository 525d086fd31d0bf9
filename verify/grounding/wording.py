"""How a claim is worded: what chat models add to the sources tends to sound like advice or a conclusion."""

import re
from dataclasses import dataclass

_OPENING = re.compile(
    r"\W*(?:however|additionally|overall|in (?:conclusion|summary)|therefore|thus|moreover|furthermore|also"
    r"|it(?:['’]s| is) (?:important|worth)|please note|note that|based on|according to|as a result)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:may|might|could|should|would|likely|typically|usually|generally|often|sometimes|possibly|possible"
    r"|recommend(?:ed)?|important|depending|var(?:y|ies))\b",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"\b(?:passages?|provided|information|mention(?:s|ed)?|state[sd]?|context|text|specif(?:y|ied|ically)"
    r"|unclear|unable|question)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Counts of hedging words and of words about the sources, and whether it opens as an addition."""

    opens_as_addition: bool
    hedges: int
    about_sources: int


def read_wording(text: str) -> Wording:
    return Wording(
        opens_as_addition=bool(_OPENING.match(text)),
        hedges=len(_HEDGE.findall(text)),
        about_sources=len(_SOURCES.findall(text)),
    )
