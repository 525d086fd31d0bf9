import io
from dataclasses import replace

from rich.console import Console

from answer.answer import Answer
from answer.decision import DecisionReason, abstain
from api.display.answer import describe_citation, render_answer
from tests.api.fakes import CITATION, make_answer, make_repaired_answer


def _print(answer: Answer) -> str:
    console = Console(file=io.StringIO(), width=200)
    for part in render_answer(answer):
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_citation_names_document_page_heading_and_quote() -> None:
    assert describe_citation(CITATION) == (
        "policies/refunds.md, p. 2 › Annual plans: “Refunds take up to 14 days.”"
    )


def test_a_citation_without_page_and_heading_leaves_them_out() -> None:
    plain = replace(CITATION, page=None, heading="")
    assert describe_citation(plain) == "policies/refunds.md: “Refunds take up to 14 days.”"


def test_an_answer_shows_how_sure_it_is() -> None:
    assert "answered  (grounded with probability 0.97, balanced)" in _print(make_answer())


def test_a_repaired_answer_says_what_was_withheld_found_and_fell_back() -> None:
    shown = _print(make_repaired_answer())
    assert "repaired: unsupported claims" in shown
    assert "withheld a claim: the sources say 14, the answer says 30" in shown
    assert "found in the evidence: notes.md: gives the assistant another role" in shown
    assert "fell back: chat model" in shown


def test_an_abstention_says_why_and_claims_nothing_about_grounding() -> None:
    shown = _print(replace(make_answer(), decision=abstain(DecisionReason.LOW_RELEVANCE), claims=()))
    assert "abstained: low relevance" in shown
    assert "grounded" not in shown


def test_text_of_documents_cannot_steer_the_terminal() -> None:
    hostile = "[bold red]forged[/] \x1b[2J\x9b1m done"
    shown = _print(replace(make_answer(), text=hostile))
    assert "[bold red]forged[/]" in shown
    assert "\x1b" not in shown
    assert "\x9b" not in shown
