"""Outcomes and their scores side by side, as a pandas frame for notebooks, or as its file."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.errors import RagasMissingError, ReportFileError
from eval.runs.outcome import CaseOutcome
from eval.runs.score import RagasScore
from eval.verifier.report import require_folder

if TYPE_CHECKING:
    import pandas as pd

TEXT, NUMBER, LIST = "string", "Float64", "object"
# Column → its type, and what of an outcome stands there.
COLUMNS: dict[str, tuple[str, Callable[[CaseOutcome], object]]] = {
    "id": (TEXT, lambda outcome: outcome.case.id),
    "operating_point": (TEXT, lambda outcome: outcome.operating_point.value),
    "question": (TEXT, lambda outcome: outcome.case.question),
    "status": (TEXT, lambda outcome: outcome.status and outcome.status.value),
    "error": (TEXT, lambda outcome: outcome.error),
    "response": (TEXT, lambda outcome: outcome.text if outcome.released else None),
    "contexts": (LIST, lambda outcome: list(outcome.contexts)),
}
# What follows the name of a metric → its type, and what of a score stands there.
SCORE_COLUMNS: dict[str, tuple[str, Callable[[RagasScore], object]]] = {
    "": (NUMBER, lambda score: score.value),
    "_spread": (NUMBER, lambda score: score.spread),
    "_failure": (TEXT, lambda score: score.failure and score.failure.value),
}
CSV, PARQUET = ".csv", ".parquet"


def to_frame(outcomes: Sequence[CaseOutcome], scores: Sequence[RagasScore]) -> "pd.DataFrame":
    """Return a row per outcome. Each metric has three columns: its value, its spread and its failure.

    What is missing is pandas' NA, never a NaN, and stands beside its failure.

    Raises:
        RagasMissingError: pandas is not installed; it comes with ragas.
    """
    try:
        import pandas as pd  # noqa: PLC0415  # a second, and only with the extra
    except ImportError as exc:
        raise RagasMissingError(f"a frame needs {exc.name}: pip install 'plumbline[ragas]'") from exc
    columns = {
        name: pd.Series([read(outcome) for outcome in outcomes], dtype=kind)
        for name, (kind, read) in COLUMNS.items()
    }
    found = {(score.metric, score.case_id, score.at): score for score in scores}
    for metric in dict.fromkeys(score.metric for score in scores):
        row = [found.get((metric, outcome.case.id, outcome.operating_point)) for outcome in outcomes]
        for ending, (kind, read_score) in SCORE_COLUMNS.items():
            columns[metric + ending] = pd.Series([one and read_score(one) for one in row], dtype=kind)
    return pd.DataFrame(columns)


def write_frame(outcomes: Sequence[CaseOutcome], file: Path) -> None:
    """Write the outcomes and their own scores; in CSV the contexts are a list in JSON.

    Raises:
        RagasMissingError: pandas is not installed.
        ReportFileError: the file cannot be written.
    """
    frame = to_frame(outcomes, [score for outcome in outcomes for score in outcome.scores])
    try:
        if file.suffix == PARQUET:
            frame.to_parquet(file, index=False)
        else:
            frame["contexts"] = frame["contexts"].map(lambda texts: json.dumps(texts, ensure_ascii=False))
            frame.to_csv(file, index=False)
    except (OSError, UnicodeError) as exc:
        raise ReportFileError(f"cannot write {file}: {exc}") from exc


def check_frame_file(file: Path) -> None:
    """Raise ReportFileError for a file that could not be written, before anything is read for it."""
    if file.suffix not in (CSV, PARQUET):
        raise ReportFileError(f"a frame is written as {CSV} or {PARQUET}, not as {file.name}")
    require_folder(file)
