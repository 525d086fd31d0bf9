"""`plumbline eval generate`: cases about one's own documents, made up by the configured chat model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import Collection
from api.commands.runs import Yes
from api.commands.toolbox import toolbox
from api.errors import FAILED, SettingsError

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from eval.case import Case
    from eval.datasets.dataset import SourceText

Out = Annotated[
    Path,
    typer.Option("--out", metavar="FILE", help="Write the cases as JSON Lines.", dir_okay=False),
]
Count = Annotated[
    int, typer.Option("--count", metavar="N", min=1, max=10_000, help="Cases, one for each of N passages.")
]


def generate(
    ctx: typer.Context, *, out: Out, collection: Collection = None, count: Count = 50, yes: Yes = False
) -> None:
    """Make up cases about the documents of a collection with ragas, for a suite of one's own.

    The chat model is asked twice per case. Somebody should read the cases before they decide anything.
    """
    from answer.bootstrap import EXTRACTIVE  # noqa: PLC0415  # keeps `--help` quick
    from eval.datasets.writing import write_cases  # noqa: PLC0415  # as above
    from eval.ragas_adapter.estimate import estimate_generation  # noqa: PLC0415  # as above
    from eval.ragas_adapter.generating import generate_cases  # noqa: PLC0415  # as above
    from eval.runs.cost import NO_COST, describe_cost  # noqa: PLC0415  # as above
    from eval.verifier.report import require_folder  # noqa: PLC0415  # as above

    settings = toolbox(ctx).load_settings()
    require_folder(out)
    if settings.answer.chat_model == EXTRACTIVE:
        raise SettingsError("a chat model has to write them: set PLUMBLINE_ANSWER__CHAT_MODEL to one")
    with toolbox(ctx).open_folder(settings) as parts:
        documents = _read_documents(parts, collection or settings.retrieval.collection)
        typer.echo(
            describe_cost(estimate_generation(documents, count, writer=settings.answer), NO_COST), err=True
        )
        if not yes:
            typer.confirm("Make them up?", abort=True, err=True)
        cases: list[Case] = []
        try:
            made = generate_cases(
                documents,
                count=count,
                writer=settings.answer,
                embedder=parts.embedder,
                concurrency=settings.eval.concurrency,
                on_case=cases.append,
            )
        finally:
            # They are paid for, whatever ended it.
            if cases:
                write_cases(sorted(cases, key=lambda case: case.id), out)
    failed = ", ".join(f"{number} {failure}" for failure, number in made.failed.items())
    said = f"{len(cases)} cases are in {out}" if cases else "no case was made"
    typer.echo(said + (f"; failed: {failed}" if failed else ""))
    if not cases:
        raise typer.Exit(FAILED)


def _read_documents(parts: "Parts", collection: str) -> "list[SourceText]":
    """Return the chunks as they are found and cited, under the paths of their documents."""
    from eval.datasets.dataset import SourceText  # noqa: PLC0415  # keeps `--help` quick

    parts.catalog.check_collection(collection, fingerprint=parts.embedder.fingerprint)
    return [SourceText(chunk.document, chunk.text) for chunk in parts.catalog.collection_chunks(collection)]
