"""`plumbline eval calibrate`: fit the verifier's calibration to labelled answers of one's own."""

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.commands.bench import show_steps
from api.commands.output import show
from api.commands.toolbox import toolbox
from api.commands.verifier import Data, Limit, Models
from api.errors import InvalidInputError

if TYPE_CHECKING:
    from answer.bootstrap import Parts
    from api.settings import Settings
    from eval.calibrating.calibration import Calibrated, Prices
    from eval.verifier.rows import Selection

Out = Annotated[
    Path,
    typer.Option("--out", metavar="FILE", help="Write weights and thresholds as JSON.", dir_okay=False),
]
LeakCost = Annotated[
    float, typer.Option("--leak-cost", metavar="X", help="What an ungrounded answer costs that passes.")
]
RefusalCost = Annotated[
    float, typer.Option("--refusal-cost", metavar="X", help="What a grounded answer costs that does not.")
]
BaseRate = Annotated[
    float | None,
    typer.Option(
        "--base-rate", metavar="SHARE", help="Share of ungrounded answers in use; else that of the data."
    ),
]
Fold = Annotated[
    Literal["validation", "development", "all"],
    typer.Option("--fold", help="Which sources: leave validation out to test the file on it."),
]


def calibrate(  # noqa: PLR0913  # every parameter is an option of the command
    ctx: typer.Context,
    *,
    data: Data,
    out: Out,
    leak_cost: LeakCost = 2.0,
    refusal_cost: RefusalCost = 1.0,
    base_rate: BaseRate = None,
    fold: Fold = "all",
    models: Models = "all",
    limit: Limit = None,
) -> None:
    """Fit the verifier to answers that your people labelled, and hold it against the shipped calibration.

    The costs are those of the operating point balanced; at strict a leak costs three times as much, at
    lenient five eighths. Set PLUMBLINE_VERIFY__CALIBRATION to the file to use it.
    """
    # What follows is imported here so that `plumbline --help` stays quick.
    from eval.calibrating.calibration import Prices  # noqa: PLC0415  # see above
    from eval.calibrating.table import render_calibration  # noqa: PLC0415  # see above
    from eval.verifier.report import require_folder  # noqa: PLC0415  # see above
    from eval.verifier.rows import Fold, Models, Selection  # noqa: PLC0415  # see above

    prices = Prices(leak_cost, refusal_cost, base_rate)
    _check_prices(prices)
    require_folder(out)
    selection = Selection(Fold(fold), Models(models), limit)
    with toolbox(ctx).open_folder(_without_calibration(toolbox(ctx).load_settings())) as parts:
        found = _fit(parts, data, selection, prices=prices)
        _write(found, parts, out, data=data, selection=selection)
    show(*render_calibration(found.report))
    show(f"{out} is written; PLUMBLINE_VERIFY__CALIBRATION={out} uses it")


def _check_prices(prices: "Prices") -> None:
    for option, price in (("--leak-cost", prices.leak), ("--refusal-cost", prices.refusal)):
        if not (isfinite(price) and price > 0):
            raise InvalidInputError(f"{option} takes a number above 0, not {price:g}")
    if prices.base_rate is not None and not 0 < prices.base_rate < 1:
        raise InvalidInputError(f"--base-rate takes a share between 0 and 1, not {prices.base_rate:g}")


def _without_calibration(settings: "Settings") -> "Settings":
    """A file that no longer fits the set-up must not stand in the way of a new one."""
    verify = settings.verify.model_copy(update={"calibration": None})
    return settings.model_copy(update={"verify": verify})


def _fit(parts: "Parts", data: Path, selection: "Selection", *, prices: "Prices") -> "Calibrated":
    from eval.calibrating.calibration import calibrate as fit  # noqa: PLC0415  # as in `calibrate`

    with show_steps() as on_step:
        return fit(data, selection, verifier=parts.verifier, prices=prices, on_step=on_step)


def _write(found: "Calibrated", parts: "Parts", out: Path, *, data: Path, selection: "Selection") -> None:
    from datetime import UTC, datetime  # noqa: PLC0415  # as in `calibrate`

    from eval.calibrating.report import describe_origin  # noqa: PLC0415  # as in `calibrate`
    from eval.verifier.report import write_file  # noqa: PLC0415  # as in `calibrate`
    from verify.grounding.tuning_file import render_tuning  # noqa: PLC0415  # as in `calibrate`

    made_from = describe_origin(
        found.report, data=data, selection=selection, made_on=datetime.now(UTC).date()
    )
    embedding_model = parts.cached_embedder.fingerprint
    write_file(render_tuning(found.tuning, embedding_model=embedding_model, made_from=made_from), out)
