"""A run as Markdown for a pull request: the verdict first, figures next, details folded away."""

import html
from collections.abc import Iterator, Sequence

from eval.report_table import NOTHING, format_measure
from eval.runs.comparison import CaseChange
from eval.runs.faults import describe_errors
from eval.runs.figures import MetricFigure
from eval.runs.gate import GateResult
from eval.runs.run import Run
from eval.runs.unscored import describe_unscored

# Of the cases that got worse; a comment of a pull request has a limit.
SHOWN = 50
QUESTION_CHARACTERS = 120


def render_markdown(run: Run, figures: Sequence[MetricFigure], result: GateResult) -> str:
    return (
        "\n".join([*_verdict(run, result), "", *_figures(figures), *_notes(run), *_worse(result.worse)])
        + "\n"
    )


def _verdict(run: Run, result: GateResult) -> Iterator[str]:
    mark = "✅ passed" if result.passed else "❌ failed"
    yield f"### Plumbline: `{run.suite.name}` {mark if result.checks else 'measured'}"
    yield ""
    yield from (
        f"- {'✅' if check.passed else '❌'} {check.at}: {_plain(check.said)}" for check in result.checks
    )
    yield from (f"- {_plain(note)}" for note in result.notes)


def _figures(figures: Sequence[MetricFigure]) -> Iterator[str]:
    points = list(dict.fromkeys(figure.at for figure in figures))
    yield f"| metric | {' | '.join(points)} |"
    yield f"|---|{'---|' * len(points)}"
    by_place = {(figure.metric, figure.at): figure for figure in figures}
    for name in dict.fromkeys(figure.metric for figure in figures):
        cells = (_cell(by_place.get((name, point))) for point in points)
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield "[ ] is the 95 % interval, n what a figure is of."


def _notes(run: Run) -> Iterator[str]:
    said = [*describe_errors(run), *describe_unscored(run)]
    if said:
        yield ""
        yield from (f"- {_plain(line)}" for line in said)


def _cell(figure: MetricFigure | None) -> str:
    if figure is None or figure.measure is None:
        return NOTHING
    return format_measure(figure.measure, figure.unit)


def _worse(changes: Sequence[CaseChange]) -> Iterator[str]:
    if not changes:
        return
    yield ""
    yield f"<details><summary>{len(changes)} cases got worse</summary>"
    yield ""
    yield "| case | question | before | now |"
    yield "|---|---|---|---|"
    for change in changes[:SHOWN]:
        question = _plain(change.new.case.question)[:QUESTION_CHARACTERS]
        states = (_state(one.status, leaked=one.leaked) for one in (change.old, change.new))
        yield f"| {_plain(change.new.case.id)} | {question} | {' | '.join(states)} |"
    if len(changes) > SHOWN:
        yield f"| … | {len(changes) - SHOWN} more | | |"
    yield ""
    yield "</details>"


def _state(status: str | None, *, leaked: bool) -> str:
    return f"{status or 'error'}{', leaked' if leaked else ''}"


def _plain(text: str) -> str:
    """Keep a text from being read as markup or as the end of a cell."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{sign}" if sign in r"\|`*_[]#" else sign for sign in escaped)
