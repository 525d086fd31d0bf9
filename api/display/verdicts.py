"""The marks of verdicts, and the lines that say why a claim failed: the same in every display."""

from collections.abc import Iterable

from rich.text import Text

from api.display.text import plain
from verify.grounding.verdict import Verdict

MARKS = {
    Verdict.SUPPORTED: ("✓", "green"),
    Verdict.CONTRADICTED: ("✗", "red"),
    Verdict.NOT_ENOUGH_EVIDENCE: ("?", "yellow"),
}


def mark_claim(verdict: Verdict, text: str, *, note: str = "") -> Text:
    mark, style = MARKS[verdict]
    line = Text.assemble((f"{mark} ", style), plain(text))
    return line.append(f"  {note}", style="dim") if note else line


def indent(lines: Iterable[Text]) -> list[Text]:
    return [Text("    ").append_text(line) for line in lines]
