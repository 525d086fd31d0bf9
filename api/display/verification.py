"""A verification as a person reads it: the outcome, and each claim with its verdict, reasons and evidence."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from api.display.text import one_line, plain
from api.display.verdicts import indent, mark_claim
from api.schemas import VerifyResult
from verify.grounding.verdict import ClaimVerdict

QUOTE_CHARACTERS = 200


def render_verification(found: VerifyResult, contexts: Sequence[str]) -> list[RenderableType]:
    word, style = ("grounded", "green") if found.grounded else ("not grounded", "red")
    title = Text(word, style=f"bold {style}")
    title.append(f"  ({found.outcome.replace('_', ' ')}, probability {found.score:.2f})", style="dim")
    return [title, *(line for claim in found.claims for line in _claim(claim, contexts))]


def _claim(claim: ClaimVerdict, contexts: Sequence[str]) -> list[Text]:
    reasons = [plain(reason.message, "yellow") for reason in claim.reasons]
    quotes = [
        plain(f"context {span.context}: “{_quote(contexts[span.context][span.start : span.end])}”", "cyan")
        for span in claim.evidence
    ]
    return [mark_claim(claim.verdict, claim.text, note=f"{claim.score:.2f}"), *indent([*reasons, *quotes])]


def _quote(text: str) -> str:
    return one_line(text, limit=QUOTE_CHARACTERS)
