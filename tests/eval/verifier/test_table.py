from io import StringIO

from rich.console import Console

from eval.verifier.table import render_verifier
from tests.eval.verifier.judged import make_answers
from tests.eval.verifier.test_run import measure


def render(width: int) -> str:
    console = Console(file=StringIO(), width=width)
    for part in render_verifier(measure(make_answers(60))):
        console.print(part)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_tables_notes_and_legend_are_all_there() -> None:
    text = render(120)
    assert "60 answers to 30 sources" in text
    assert "Claims at other base rates" in text
    assert "P@R80: precision where 80 % are found" in text
    assert "quality good: n=60" in text


def test_nothing_is_cut_on_a_terminal_of_80() -> None:
    assert "…" not in render(80)
