"""`plumbline eval verifier`: measure the grounding verifier on labelled answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.commands.bench import show_steps
from api.commands.output import show
from api.commands.toolbox import toolbox
from api.errors import InvalidInputError

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from eval.verifier.rows import Selection
    from eval.verifier.run import VerifierRun

Data = Annotated[
    Path,
    typer.Option("--data", metavar="FILE", help="Labelled answers as JSON Lines, plain or gzipped."),
]
Fold = Annotated[
    Literal["validation", "development", "all"],
    typer.Option("--fold", help="Which sources: validation is the fifth that nothing is fitted on."),
]
Models = Annotated[
    Literal["open", "all"],
    typer.Option("--models", help="Whose answers: open is llama-2 and mistral."),
]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="Measure only N rows, always the same.")
]
JsonFile = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the same figures as JSON.", dir_okay=False),
]
HtmlFile = Annotated[
    Path | None,
    typer.Option(
        "--html", metavar="FILE", help="Write a page with curves and the worst misses.", dir_okay=False
    ),
]


def verifier(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    data: Data,
    fold: Fold = "validation",
    models: Models = "open",
    limit: Limit = None,
    json_file: JsonFile = None,
    html_file: HtmlFile = None,
) -> None:
    """Compare the verifier and each of its signals on answers whose hallucinations people marked."""
    # What follows is imported here so that `plumbline --help` stays quick.
    from eval.errors import EvalError  # noqa: PLC0415  # see above
    from eval.verifier.page import render_page  # noqa: PLC0415  # see above
    from eval.verifier.report import require_folder, to_json, write_file  # noqa: PLC0415  # see above
    from eval.verifier.rows import Fold, Models, Selection  # noqa: PLC0415  # see above
    from eval.verifier.table import render_verifier  # noqa: PLC0415  # see above

    selection = Selection(Fold(fold), Models(models), limit)
    settings = toolbox(ctx).load_settings()
    try:
        for file in filter(None, (json_file, html_file)):
            require_folder(file)
        with toolbox(ctx).open_folder(settings) as parts:
            run = measure(parts, data, selection)
        if json_file is not None:
            write_file(to_json(run.report), json_file)
        if html_file is not None:
            write_file(render_page(run), html_file)
    except EvalError as exc:
        raise InvalidInputError(str(exc)) from exc
    show(*render_verifier(run.report))


def measure(parts: "Parts", data: Path, selection: "Selection") -> "VerifierRun":
    """Measure the verifier that the data folder's settings make: the one that is served."""
    from eval.verifier.run import run_verifier  # noqa: PLC0415  # as in `verifier`
    from eval.verifier.signals import Judge  # noqa: PLC0415  # as in `verifier`

    with show_steps() as on_step:
        return run_verifier(data, selection, judge=Judge(parts.verifier), on_step=on_step)
