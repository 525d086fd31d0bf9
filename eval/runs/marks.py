"""Where the spans that people marked in a recorded answer lie in the draft, which has lost its markers."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from eval.case import RecordedAnswer
from eval.runs.outcome import CaseOutcome
from verify.grounding.citation_markers import strip_citation_markers
from verify.grounding.verdict import Span


def marker_of(recorded: RecordedAnswer | None) -> Callable[[int, int], bool | None]:
    """Return what says whether a marked span overlaps these characters; None where nobody looked."""
    if recorded is None or recorded.hallucinated is None:
        return lambda _start, _end: None
    stripped = strip_citation_markers(recorded.text)
    cut = len(stripped.text) - len(stripped.text.lstrip())
    return lambda start, end: recorded.is_marked(*stripped.to_original((start + cut, end + cut)))


def find_marks(outcome: CaseOutcome) -> list[Span]:
    """Return the marked spans of the draft; none where the draft is not the recorded answer."""
    recorded = outcome.case.recorded
    if recorded is None or not recorded.spans or all(claim.marked is None for claim in outcome.claims):
        return []
    is_marked = marker_of(recorded)
    return list(_runs([bool(is_marked(place, place + 1)) for place in range(len(outcome.draft))]))


def _runs(flags: list[bool]) -> Iterator[Span]:
    edges = [place for place, (one, other) in enumerate(pairwise([False, *flags, False])) if one != other]
    return zip(edges[::2], edges[1::2], strict=True)
