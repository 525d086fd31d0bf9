"""An answer as a person reads it: the text, what was decided, and each claim with its mark and citation."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from answer.answer import Answer, Citation
from answer.decision import Status
from api.display.text import one_line, place, plain
from api.display.verdicts import indent, mark_claim

STYLES = {
    Status.ANSWERED: "green",
    Status.REPAIRED: "yellow",
    Status.ABSTAINED: "yellow",
    Status.BLOCKED: "red",
    Status.ESCALATED: "magenta",
}
QUOTE_CHARACTERS = 200


def render_answer(answer: Answer) -> list[RenderableType]:
    style = STYLES[answer.decision.status]
    panel = Panel(
        plain(answer.text),
        title=plain(one_line(answer.question, limit=100)),
        title_align="left",
        border_style=style,
    )
    return [panel, Group(*_decision(answer, style), *_claims(answer), *_footnotes(answer))]


def describe_citation(citation: Citation) -> str:
    """Return "policies/refunds.md, p. 2 › Annual plans: “quote”"."""
    where = place(citation.page, citation.rows)
    heading = f" › {citation.heading}" if citation.heading else ""
    return f"{citation.document}{where}{heading}: “{one_line(citation.quote, limit=QUOTE_CHARACTERS)}”"


def _decision(answer: Answer, style: str) -> Iterator[Text]:
    decision = answer.decision
    line = Text(decision.status, style=f"bold {style}")
    if decision.reason:
        line.append(f": {decision.reason.replace('_', ' ')}")
    if decision.releases_text:
        score = f"grounded with probability {answer.grounding.score:.2f}"
        line.append(f"  ({score}, {answer.grounding.operating_point})", style="dim")
    yield line
    if decision.detail:
        yield plain(decision.detail, "dim")


def _claims(answer: Answer) -> Iterator[Text]:
    for claim in answer.claims:
        yield mark_claim(claim.verdict, claim.text)
        yield from indent(
            plain(describe_citation(answer.citations[number]), "cyan") for number in claim.citations
        )


def _footnotes(answer: Answer) -> Iterator[Text]:
    for withheld in answer.withheld:
        reasons = "; ".join(withheld.reasons) or withheld.verdict.replace("_", " ")
        yield plain(f"withheld a claim: {reasons}", "yellow")
    for finding in answer.findings:
        yield plain(f"found in the {finding.origin}: {finding.message}", "yellow")
    for part in answer.degraded:
        yield plain(f"fell back: {part}", "yellow")
    total = (answer.timings_ms or {}).get("total")
    if total is not None:
        yield plain(f"{answer.chat_model}, {total:.0f} ms", "dim")
