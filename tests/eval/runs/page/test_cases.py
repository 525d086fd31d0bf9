from dataclasses import replace

from answer.decision import DecisionReason, Status
from answer.request import Role, Turn
from eval.case import CaseKind
from eval.runs.outcome import OutcomeClaim
from eval.runs.page.cases import render_case
from tests.eval.runs.outcomes import make_outcome
from tests.eval.runs.page.runs import DRAFT, make_claims, make_draft
from verify.grounding.verdict import OperatingPoint, Verdict


def test_a_leak_shows_what_was_labelled_inside_the_claim_that_was_released() -> None:
    text = render_case(make_draft("d1", leaked=True)).text
    assert '<strong class="fault leak"' in text
    assert (
        '<span class="supported" title="supported 0.97, released">Refunds take 14 days.</span><sup>1</sup>'
    ) in text
    assert '<span class="supported labelled" title="supported 0.40, released, labelled">cost nothing' in text
    assert '<li value="2">supported 0.40, released, labelled</li>' in text


def test_a_withheld_claim_is_struck_out_and_its_reasons_are_given_by_its_number() -> None:
    text = render_case(make_draft("d1", leaked=False)).text
    assert 'class="not_enough_evidence gone labelled"' in text
    assert (
        '<li value="2">not enough evidence 0.40, withheld, labelled<span>the sources do not say '
        "“cost nothing”</span></li>"
    ) in text
    assert '<h4>Released</h4><p class="answer shown">Refunds take 14 days.</p>' in text


def test_of_a_claim_that_a_service_withheld_the_reasons_are_given() -> None:
    withheld = OutcomeClaim(
        0, 0, "", Verdict.CONTRADICTED, None, released=False, reasons=("the sources say 14",)
    )
    outcome = make_outcome("s1", Status.ABSTAINED, text="I would rather give none.", claims=(withheld,))
    text = render_case(replace(outcome, score=None)).text
    assert '<li value="1">contradicted, withheld<span>the sources say 14</span></li>' in text
    assert "<h4>Draft</h4>" not in text


def test_what_was_released_as_written_is_not_shown_twice() -> None:
    assert "answer shown" not in render_case(make_draft("d1", leaked=True)).text


def test_an_abstention_shows_what_was_said_instead_why_and_the_right_answer() -> None:
    outcome = make_outcome(
        "a1",
        Status.ABSTAINED,
        kind=CaseKind.ANSWERABLE,
        reason=DecisionReason.LOW_RELEVANCE,
        detail="the best hit has 0.2",
        text="I could not find anything.",
        claims=(),
    )
    text = render_case(replace(outcome, case=replace(outcome.case, gold_quote="14 days."))).text
    assert "abstained: low relevance" in text
    assert "<h4>Shown instead</h4>" in text
    assert "the best hit has 0.2" in text
    assert '<h4>Right answer</h4><p class="answer">14 days.</p><p class="aside">in refunds.md</p>' in text
    assert 'data-fault="wrong abstention"' in text


def test_a_detail_that_repeats_the_reasons_of_claims_is_left_out() -> None:
    outcome = replace(make_draft("d1", leaked=False), detail="said already")
    assert "said already" not in render_case(outcome).text


def test_filters_find_what_a_case_is_by_its_data() -> None:
    text = render_case(make_draft("d1", leaked=True, point=OperatingPoint.STRICT)).text
    assert 'data-fault="leak" data-status="answered" data-kind="open" data-point="strict"' in text
    assert 'data-labels="{&quot;model&quot;: &quot;llama&quot;}"' in text


def test_earlier_turns_and_what_fell_back_are_named() -> None:
    outcome = replace(make_draft("d1", leaked=True), degraded=("chat model",))
    case = replace(outcome.case, conversation=(Turn(Role.USER, "About refunds."),))
    text = render_case(replace(outcome, case=case)).text
    assert "user: About refunds." in text
    assert "fell back: chat model" in text


def test_an_error_is_shown_in_the_place_of_a_draft() -> None:
    text = render_case(make_outcome("e", None, error="broken", score=None, claims=())).text
    assert '<h4>Error</h4><p class="answer">broken</p>' in text
    assert "score" not in text


def test_a_draft_that_is_no_recording_has_no_marks() -> None:
    outcome = replace(make_draft("d1", leaked=True), claims=make_claims(released=True, marked=None))
    assert "labelled" not in render_case(outcome).text


def test_a_long_draft_is_cut_with_its_claims() -> None:
    outcome = make_draft("d1", leaked=True)
    text = render_case(replace(outcome, draft=DRAFT + " and on" * 5_000)).text
    assert " …</p>" in text
    assert len(text) < 20_000
