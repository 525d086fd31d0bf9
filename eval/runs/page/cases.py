"""The cases of a run's page, worst first: what was written, what was released, and the evidence beside it."""

from collections.abc import Iterator, Sequence

from eval.pages.markup import Markup, element
from eval.pages.painting import Piece, Span, paint
from eval.runs.comparison import badness
from eval.runs.marks import find_marks
from eval.runs.outcome import CaseOutcome, OutcomeClaim

SHOWN = 200
# An evidence text is shown up to here; a document of a megabyte would be most of the page.
CONTEXT_CHARACTERS = 4_000
WORDS = {
    4: "could not be asked",
    3: "leak",
    2: "wrongly answered",
    1: "needless refusal",
    0: "as it should be",
}


def worst_first(outcomes: Sequence[CaseOutcome]) -> list[CaseOutcome]:
    """Return the cases in the order of how bad they are; among equals the surest mistakes come first."""
    return sorted(outcomes, key=lambda outcome: (-badness(outcome), -_sureness(outcome), outcome.case.id))


def _sureness(outcome: CaseOutcome) -> float:
    score = outcome.score or 0.0
    return score if outcome.leaked else 1 - score


def render_cases(outcomes: Sequence[CaseOutcome]) -> Iterator[Markup]:
    for outcome in worst_first(outcomes)[:SHOWN]:
        yield _render(outcome)


def _render(outcome: CaseOutcome) -> Markup:
    case = outcome.case
    status = outcome.status.value if outcome.status else "error"
    facts = " · ".join(
        [case.id, case.kind.value.replace("_", " "), outcome.operating_point, *_labels(outcome)]
    )
    state = f"{status}: {outcome.reason.value.replace('_', ' ')}" if outcome.reason else status
    return element(
        "article",
        element(
            "header",
            element("strong", WORDS[badness(outcome)]),
            element("span", state, class_="state"),
            element("span", facts, class_="facts"),
        ),
        *(element("p", f"{turn.role}: {turn.text}", class_="turn") for turn in case.conversation),
        element("p", case.question, class_="question"),
        element(
            "div", element("div", *_written(outcome)), element("div", *_evidence(outcome)), class_="sides"
        ),
        class_="case",
        data_status=status,
        data_kind=case.kind.value,
        data_point=outcome.operating_point,
        data_what=WORDS[badness(outcome)],
        data_labels="\n".join(_labels(outcome)),
    )


def _labels(outcome: CaseOutcome) -> list[str]:
    return [f"{name}: {value}" for name, value in outcome.case.labels.items() if value]


def _written(outcome: CaseOutcome) -> Iterator[Markup]:
    if outcome.error:
        yield element("p", outcome.error, class_="answer")
        return
    if outcome.draft:
        yield element("h4", f"Draft of {outcome.chat_model}")
        pieces = [_piece(claim) for claim in outcome.claims]
        yield element("p", *paint(outcome.draft, pieces, find_marks(outcome), rest="none"), class_="answer")
    reasons = dict.fromkeys(reason for claim in outcome.claims for reason in claim.reasons)
    if reasons:
        yield element("ul", *(element("li", reason) for reason in reasons), class_="reasons")
    if outcome.text != outcome.draft:
        yield element("h4", "Shown")
        yield element("p", outcome.text, class_="answer shown")


def _piece(claim: OutcomeClaim) -> Piece:
    verdict = claim.verdict.value
    gone = "" if claim.released else " gone"
    said = f"{verdict.replace('_', ' ')}, {claim.score:.2f}, {'released' if claim.released else 'withheld'}"
    return Piece(claim.start, claim.end, f"{verdict}{gone}", said)


def _evidence(outcome: CaseOutcome) -> Iterator[Markup]:
    """Yield what claims were held against, and fold away the rest of what the chat model was shown."""
    if not outcome.contexts:
        return
    yield element("h4", "Evidence")
    spans = [_cited_spans(outcome, number) for number in range(len(outcome.contexts))]
    pairs = list(zip(outcome.contexts, spans, strict=True))
    yield from (_context(context, found) for context, found in pairs if found)
    rest = [_context(context, []) for context, found in pairs if not found]
    if rest:
        yield element("details", element("summary", f"{len(rest)} that no claim was held against"), *rest)


def _cited_spans(outcome: CaseOutcome, number: int) -> list[Span]:
    found = {
        (span.start, span.end)
        for claim in outcome.claims
        for span in claim.evidence
        if span.context == number and span.end <= CONTEXT_CHARACTERS
    }
    return sorted(found)


def _context(context: str, spans: Sequence[Span]) -> Markup:
    text = context[:CONTEXT_CHARACTERS]
    cut = [" …"] if len(context) > len(text) else []
    return element("p", *paint(text, _cited(spans)), *cut, class_="context")


def _cited(spans: Sequence[Span]) -> list[Piece]:
    return [Piece(*span, "cited", "what a claim was held against") for span in spans]
