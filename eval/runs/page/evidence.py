"""The evidence beside a case: what claims were held against, with their numbers, and the rest folded away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.pages.markup import Markup, element
from eval.pages.painting import Piece, Span, cut_pieces, paint
from eval.runs.outcome import CaseOutcome
from eval.runs.page.excerpts import CUT, find_windows

# What one passage may take, and all of a case: a document of a megabyte would be most of the page.
PASSAGE_CHARACTERS, FOLDED_CHARACTERS, CASE_CHARACTERS = 4_000, 1_200, 24_000


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the evidence, and the parts of it that are shown."""

    text: str
    cited: Sequence[Piece]
    windows: Sequence[Span]


def render_evidence(outcome: CaseOutcome) -> Iterator[Markup]:
    passages = list(_fit(outcome.contexts, _find_cited(outcome)))
    if not passages:
        return
    yield element("h4", "Evidence")
    yield from (_draw(passage) for passage in passages if passage.cited)
    rest = [passage for passage in passages if not passage.cited]
    if rest:
        yield element("details", element("summary", _count(len(rest))), *map(_draw, rest))
    left_out = len(outcome.contexts) - len(passages)
    if left_out:
        yield element("p", f"{left_out:,} more are left out.", class_="aside")


def _count(passages: int) -> str:
    return f"{passages:,} {'passage' if passages == 1 else 'passages'} that no claim was held against"


def _find_cited(outcome: CaseOutcome) -> Mapping[int, Sequence[Piece]]:
    """Return for each context the spans that claims were held against, numbered as the claims are."""
    numbers: dict[tuple[int, int, int], list[str]] = {}
    for number, claim in enumerate(outcome.claims, start=1):
        for span in claim.evidence:
            numbers.setdefault((span.context, span.start, span.end), []).append(str(number))
    pieces: dict[int, list[Piece]] = {}
    for (context, start, end), claims in sorted(numbers.items()):
        said = f"held against claim {', '.join(claims)}"
        pieces.setdefault(context, []).append(Piece(start, end, "cited", said, ", ".join(claims)))
    return pieces


def _fit(contexts: Sequence[str], cited: Mapping[int, Sequence[Piece]]) -> Iterator[Passage]:
    """Yield the passages that a case has room for, those first that claims were held against."""
    room = CASE_CHARACTERS
    for number in sorted(range(len(contexts)), key=lambda number: number not in cited):
        if room <= 0:
            return
        pieces, text = cited.get(number, ()), contexts[number]
        most = min(room, PASSAGE_CHARACTERS if pieces else FOLDED_CHARACTERS)
        windows = find_windows(text, [(piece.start, piece.end) for piece in pieces], most=most)
        room -= sum(end - start for start, end in windows)
        yield Passage(text, pieces, windows)


def _draw(passage: Passage) -> Markup:
    return element("p", *_windows(passage), class_="context")


def _windows(passage: Passage) -> Iterator[Markup | str]:
    shown = 0
    for start, end in passage.windows:
        if start > shown:
            yield f"{CUT} "
        yield from paint(passage.text[start:end], cut_pieces(passage.cited, start, end))
        shown = end
    if shown < len(passage.text):
        yield CUT
