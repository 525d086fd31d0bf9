"""How `plumbline eval run --url` runs a suite: on a running service, with a word about cost."""

from typing import TYPE_CHECKING

import typer

from api.commands.bench import show_steps

if TYPE_CHECKING:
    from api.service_runs import ServiceRun
    from eval.runs.run import Run
    from eval.runs.running import Limits
    from eval.runs.store import RunStore


def run_on_service(opened: "ServiceRun", store: "RunStore", *, limits: "Limits", agreed: bool) -> "Run":
    from eval.runs.suite import ChatModelChoice  # noqa: PLC0415  # keeps `--help` quick

    paid = opened.plan.suite.chat_model is ChatModelChoice.CONFIGURED
    if paid and not agreed and limits.max_cost_usd is None:
        typer.echo(
            f"{len(opened.plan.asked):,} questions to the service; what its chat model costs is known only "
            "afterwards, and --max-cost ends the run there",
            err=True,
        )
        typer.confirm("Run it?", abort=True, err=True)
    with show_steps() as on_step:
        return opened.run(store, limits=limits, on_done=lambda done, total: on_step("ask", done, total))
