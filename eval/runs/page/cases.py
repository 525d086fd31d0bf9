"""The cases of a run's page: what was written, what was shown of it, and the evidence beside it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eval.case import CaseKind
from eval.pages.markup import Markup, element
from eval.pages.painting import Piece, cut_pieces, paint
from eval.runs.faults import MEANINGS, Fault, find_fault
from eval.runs.marks import find_marks
from eval.runs.outcome import CaseOutcome, OutcomeClaim
from eval.runs.page.evidence import render_evidence
from eval.runs.page.excerpts import CUT, shorten
from eval.runs.page.tables import describe_decision
from eval.runs.unscored import describe_score
from verify.grounding.verdict import Verdict

# What a text of a case may take, what a line of facts, and how many claims are spoken of.
TEXT_CHARACTERS, LINE_CHARACTERS, LISTED_CLAIMS = 8_000, 400, 40
LABEL_CHARACTERS = 80


def render_case(outcome: CaseOutcome) -> Markup:
    case, fault = outcome.case, find_fault(outcome)
    return element(
        "article",
        element("header", *_header(outcome, fault)),
        *(element("p", f"{turn.role}: {_line(turn.text)}", class_="aside") for turn in case.conversation),
        element("h3", shorten(case.question, TEXT_CHARACTERS), class_="question"),
        element(
            "div",
            element("div", *_written(outcome), *_expected(outcome)),
            element("div", *render_evidence(outcome)),
            class_="sides",
        ),
        class_="case",
        data_fault=fault,
        data_status=describe_decision(outcome),
        data_kind=case.kind,
        data_point=outcome.operating_point,
        data_labels=json.dumps(_labels(outcome)),
    )


def _header(outcome: CaseOutcome, fault: Fault) -> Iterator[Markup]:
    style = fault.name.lower().replace("_", "-")
    yield element("strong", fault, class_=f"fault {style}", title=MEANINGS.get(fault, ""))
    state = describe_decision(outcome)
    if outcome.reason:
        state = f"{state}: {outcome.reason.value.replace('_', ' ')}"
    yield element("span", state, class_="state")
    yield element("span", _line(" · ".join(_facts(outcome))), class_="facts")


def _facts(outcome: CaseOutcome) -> Iterator[str]:
    yield outcome.operating_point
    yield outcome.case.id
    if outcome.case.kind is not CaseKind.OPEN:
        yield outcome.case.kind.replace("_", " ")
    yield from (f"{name} {value}" for name, value in _labels(outcome).items())
    if outcome.score is not None:
        yield f"score {outcome.score:.2f}"
    yield from (f"{score.metric} {describe_score(score)}" for score in outcome.scores)
    if outcome.degraded:
        yield f"fell back: {', '.join(outcome.degraded)}"


def _labels(outcome: CaseOutcome) -> dict[str, str]:
    given = outcome.case.labels
    return {_label(name): _label(value) for name, value in given.items() if value}


def _written(outcome: CaseOutcome) -> Iterator[Markup]:
    if outcome.error:
        yield element("h4", "Error")
        yield element("p", shorten(outcome.error, TEXT_CHARACTERS), class_="answer")
    if outcome.draft:
        yield element("h4", f"Draft of {_line(outcome.chat_model)}" if outcome.chat_model else "Draft")
        yield element("p", *_paint_draft(outcome), class_="answer")
    yield from _claims(outcome.claims)
    if outcome.text and outcome.text != outcome.draft:
        yield element("h4", "Released" if outcome.released else "Shown instead")
        yield element("p", shorten(outcome.text, TEXT_CHARACTERS), class_="answer shown")
    # Where claims were withheld, the detail only repeats their reasons.
    if outcome.detail and not any(claim.reasons for claim in outcome.claims):
        yield element("p", _line(outcome.detail), class_="aside")


def _paint_draft(outcome: CaseOutcome) -> Iterator[Markup | str]:
    draft = outcome.draft[:TEXT_CHARACTERS]
    pieces = [_piece(number, claim) for number, claim in enumerate(outcome.claims, start=1)]
    # Marks are looked for at every character, so the draft is cut before.
    marks = find_marks(replace(outcome, draft=draft))
    yield from paint(draft, cut_pieces(pieces, 0, len(draft)), marks, rest="none")
    if len(draft) < len(outcome.draft):
        yield CUT


def _piece(number: int, claim: OutcomeClaim) -> Piece:
    style = claim.verdict.value if claim.released else f"{claim.verdict.value} gone"
    return Piece(claim.start, claim.end, style, _describe(claim), str(number))


def _describe(claim: OutcomeClaim) -> str:
    state = "released" if claim.released else "withheld"
    score = "" if claim.score is None else f" {claim.score:.2f}"
    said = f"{claim.verdict.replace('_', ' ')}{score}, {state}"
    return f"{said}, labelled" if claim.marked else said


def _claims(claims: Sequence[OutcomeClaim]) -> Iterator[Markup]:
    """Yield what is to say of claims that are not simply supported, by their numbers in the draft."""
    said = [(number, claim) for number, claim in enumerate(claims, start=1) if _is_worth_saying(claim)]
    items = [
        element("li", _describe(claim), *(element("span", _line(why)) for why in claim.reasons), value=number)
        for number, claim in said[:LISTED_CLAIMS]
    ]
    if items:
        yield element("ol", *items, class_="claims")


def _is_worth_saying(claim: OutcomeClaim) -> bool:
    return bool(claim.verdict is not Verdict.SUPPORTED or claim.reasons or claim.marked)


def _expected(outcome: CaseOutcome) -> Iterator[Markup]:
    """Yield what is known of the right answer: words of it, and the documents that hold it."""
    case = outcome.case
    right = case.reference or case.gold_quote
    if right or case.gold_documents:
        yield element("h4", "Right answer")
    if right:
        yield element("p", shorten(right, TEXT_CHARACTERS), class_="answer")
    if case.gold_documents:
        yield element("p", _line(f"in {', '.join(case.gold_documents)}"), class_="aside")


def _line(text: str) -> str:
    return shorten(text, LINE_CHARACTERS)


def _label(text: str) -> str:
    return shorten(text, LABEL_CHARACTERS)
