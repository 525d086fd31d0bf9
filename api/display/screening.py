"""A screening as a person reads it."""

from rich.console import RenderableType
from rich.text import Text

from api.display.text import one_line, plain
from verify.screening.screening import Screening

PASSAGE_CHARACTERS = 120


def render_screening(found: Screening) -> list[RenderableType]:
    word, style = ("injection", "red") if found.injection else ("no injection", "green")
    title = Text(word, style=f"bold {style}").append(f"  (score {found.injection_score:.2f})", style="dim")
    passages = [
        plain(f"  {finding.code}: {finding.message}: “{one_line(finding.text, limit=PASSAGE_CHARACTERS)}”")
        for finding in found.findings
    ]
    personal = [plain(f"  {span.type} at {span.start}..{span.end}") for span in found.pii]
    return [title, *passages, *personal, plain(found.redacted)] if personal else [title, *passages]
