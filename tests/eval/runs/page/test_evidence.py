from dataclasses import replace

from eval.pages.markup import join
from eval.runs.outcome import CaseOutcome
from eval.runs.page.evidence import CASE_CHARACTERS, render_evidence
from tests.eval.runs.page.runs import make_draft
from verify.grounding.verdict import EvidenceSpan


def render(outcome: CaseOutcome) -> str:
    return join(*render_evidence(outcome)).text


def test_a_sentence_carries_the_numbers_of_the_claims_that_were_held_against_it() -> None:
    assert (
        '<p class="context"><span class="cited" title="held against claim 1, 2">Refunds take 14 days.</span>'
        "<sup>1, 2</sup> Ask billing.</p>"
    ) in render(make_draft("d", leaked=True))


def test_passages_that_no_claim_was_held_against_are_folded_away() -> None:
    shown, folded = render(make_draft("d", leaked=True)).split("<details>")
    assert "Sundays" not in shown
    assert "<summary>1 passage that no claim was held against</summary>" in folded
    assert "Sundays" in folded


def test_without_evidence_there_is_no_heading() -> None:
    assert render(replace(make_draft("d", leaked=True), contexts=())) == ""


def test_of_a_long_passage_what_lies_around_the_sentence_is_shown() -> None:
    outcome = make_draft("d", leaked=True)
    claim = replace(outcome.claims[0], evidence=(EvidenceSpan(0, 50_000, 50_004),))
    text = render(replace(outcome, claims=(claim,), contexts=("x" * 50_000 + "here" + "y" * 50_000,)))
    assert '<p class="context"> … x' in text
    assert ">here</span><sup>1</sup>y" in text
    assert text.endswith("y …</p>")
    assert len(text) < 1_000


def test_a_case_has_room_for_so_much_and_says_what_is_left_out() -> None:
    outcome = replace(make_draft("d", leaked=True), claims=(), contexts=("z" * 10_000,) * 100)
    text = render(outcome)
    assert text.count("z") == CASE_CHARACTERS
    assert "80 more are left out." in text
