"""`plumbline eval export`: a stored run goes to the experiment tracker of a team."""

from typing import Annotated

import typer

from api.commands.options import AsJson
from api.commands.output import write_json
from api.commands.runs import RunName, judge, open_store
from api.commands.toolbox import toolbox

Tracking = Annotated[
    str | None,
    typer.Option(
        "--mlflow",
        metavar="URI",
        help="The tracking URI; MLFLOW_TRACKING_URI, or MLflow's own, if not given.",
    ),
]
Experiment = Annotated[
    str | None, typer.Option("--experiment", metavar="NAME", help="The experiment; the suite if not given.")
]


def export(
    ctx: typer.Context,
    *,
    run: RunName,
    mlflow: Tracking = None,
    experiment: Experiment = None,
    as_json: AsJson = False,
) -> None:
    """Export a stored run to MLflow, where it is installed; a run that is there already stays as it is."""
    from dataclasses import asdict  # noqa: PLC0415  # keeps `--help` quick

    from eval.runs.export import describe_export  # noqa: PLC0415  # as above
    from eval.runs.metrics import measure_run  # noqa: PLC0415  # as above
    from eval.runs.mlflow_tracker import export_to_mlflow  # noqa: PLC0415  # as above

    with open_store(toolbox(ctx).load_settings()) as store:
        found = store.get(run)
        exported = describe_export(
            found, measure_run(found), judge(store, found, None), store.history(found.suite.name)
        )
    tracked = export_to_mlflow(exported, uri=mlflow, experiment=experiment)
    if as_json:
        write_json({"run": found.id, "tracked": asdict(tracked)})
        return
    was = "is" if tracked.is_new else "was already"
    typer.echo(
        f"run {found.id} {was} in MLflow at {tracked.uri}: experiment {tracked.experiment}, run {tracked.run}"
    )
