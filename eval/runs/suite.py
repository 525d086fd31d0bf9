"""A suite: which cases are asked, of whom, how they are judged, and what must hold; written as YAML."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from eval.errors import SuiteError
from eval.runs.ragas_metrics import RAGAS_FIGURES, RAGAS_METRICS, figures_of
from verify.grounding.verdict import OperatingPoint
from verify.problems import describe_error

SUITES = Path(__file__).parents[1] / "suites"
# A suite is written by hand; what is larger is another file.
MAX_BYTES = 1_000_000


class DatasetFormat(StrEnum):
    """How the rows of a data set are shaped; `docs/evaluation.md` says what each needs."""

    SAMPLES = "samples"
    RAGTRUTH = "ragtruth"
    SQUAD2 = "squad2"
    CLAPNQ = "clapnq"
    MTRAG = "mtrag"
    WICE = "wice"
    FINANCEBENCH = "financebench"
    CASES = "cases"
    ANSWERS = "answers"


class EvidenceMode(StrEnum):
    """Where the evidence comes from: along with each case, or from search."""

    GIVEN = "given"
    SEARCH = "search"


class ChatModelChoice(StrEnum):
    """Who answers: the embedded answerer, a replay of the case's recorded answer, or the configured model."""

    EXTRACTIVE = "extractive"
    RECORDED = "recorded"
    CONFIGURED = "configured"


class _Section(BaseModel):
    # A key that is not understood would be a gate that never fails.
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatasetSpec(_Section):
    """Which cases: `path` is looked up beside the suite, then below `PLUMBLINE_BENCH_DATA`.

    `options` are those of the format. Of more than `limit` cases those first by the hash of their source are
    taken, always the same.
    """

    format: DatasetFormat
    path: str | None = None
    limit: Annotated[int | None, Field(ge=1)] = None
    options: dict[str, Any] = {}


class GateSpec(_Section):
    """What must hold for one metric: bounds on its value, and how much worse than a baseline it may be.

    `worse_by` is in the unit of the metric; 0 fails on any difference that is not chance.
    """

    metric: str
    at: OperatingPoint | None = None
    at_least: float | None = None
    at_most: float | None = None
    worse_by: Annotated[float | None, Field(ge=0)] = None

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        if self.at_least is None and self.at_most is None and self.worse_by is None:
            raise ValueError("a gate needs at_least, at_most or worse_by")
        return self


class RagasSpec(_Section):
    """Which metrics of ragas are taken of every outcome; those with a judge so many times each."""

    metrics: Annotated[tuple[str, ...], Field(min_length=1)]
    repeats: Annotated[int, Field(ge=1, le=20)] = 3

    @field_validator("metrics")
    @classmethod
    def _check_names(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in RAGAS_METRICS:
                raise ValueError(
                    f"there is no metric {name!r} of ragas; there are {', '.join(RAGAS_METRICS)}"
                )
        return tuple(dict.fromkeys(names))

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(figure for name in self.metrics for figure in figures_of(name))


class Suite(_Section):
    """`documents` is a folder that is indexed for the run; `collection` one of the data folder, as it is.

    With neither, the documents come with the data set. `metrics` are all that apply unless named; `settings`
    overrides sections of the settings, such as `{retrieval: {top_k: 5}}`.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
    about: str = ""
    dataset: DatasetSpec
    evidence: EvidenceMode = EvidenceMode.SEARCH
    documents: str | None = None
    collection: str | None = None
    chat_model: ChatModelChoice = ChatModelChoice.EXTRACTIVE
    operating_points: Annotated[tuple[OperatingPoint, ...], Field(min_length=1)] = (OperatingPoint.BALANCED,)
    settings: dict[str, dict[str, Any]] = {}
    metrics: tuple[str, ...] = ()
    ragas: RagasSpec | None = None
    gates: tuple[GateSpec, ...] = ()

    @property
    def shown_metrics(self) -> tuple[str, ...]:
        """The names to measure, those of ragas with the rest; none for all that say something."""
        return (*self.metrics, *(self.ragas.figures if self.ragas else ())) if self.metrics else ()

    @property
    def judged_metrics(self) -> tuple[str, ...]:
        return tuple(name for name in self.ragas.metrics if RAGAS_METRICS[name].work) if self.ragas else ()

    @property
    def may_cost(self) -> bool:
        """Whether a run may ask a chat model that has to be paid."""
        return self.chat_model is ChatModelChoice.CONFIGURED or bool(self.judged_metrics)

    @model_validator(mode="after")
    def _check_evidence(self) -> Self:
        if self.documents and self.collection:
            raise ValueError("documents and collection: give one of the two")
        if self.evidence is EvidenceMode.GIVEN and (self.documents or self.collection):
            raise ValueError("evidence is given with each case: leave out documents and collection")
        for gate in self.gates:
            if gate.at is not None and gate.at not in self.operating_points:
                raise ValueError(f"gates: {gate.metric} is to hold at {gate.at}, which is not measured")
        return self

    @model_validator(mode="after")
    def _check_ragas(self) -> Self:
        asked = self.ragas.figures if self.ragas else ()
        for key, names in (("metrics", self.metrics), ("gates", [gate.metric for gate in self.gates])):
            for name in names:
                if name in RAGAS_FIGURES and name not in asked:
                    raise ValueError(
                        f"{key}: {name} is a figure of ragas: name {RAGAS_FIGURES[name]} in ragas.metrics"
                    )
        return self


def read_suite(file: Path) -> Suite:
    """Read one suite.

    Raises:
        SuiteError: the file cannot be read or is no suite; the message names file and key.
    """
    try:
        if file.stat().st_size > MAX_BYTES:
            raise SuiteError(f"{file} is no suite: it has more than {MAX_BYTES:,} bytes")
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise SuiteError(f"{file} cannot be read: {exc}") from exc
    except yaml.YAMLError as exc:
        raise SuiteError(f"{file} is not YAML: {_first_line(exc)}") from exc
    if not isinstance(loaded, dict):
        raise SuiteError(f"{file} is no suite: it holds no keys")
    try:
        return Suite.model_validate(loaded)
    except ValidationError as exc:
        raise SuiteError(describe_error(exc, place=str(file))) from exc


def list_suites(*, folder: Path = SUITES) -> list[Suite]:
    """Return the suites that come along, by name."""
    return [read_suite(file) for file in sorted(folder.glob("*.yaml"))]


def find_suite(name: str, *, folder: Path = SUITES) -> Path:
    """Return the file of a suite: a path to one, or the name of one that comes along.

    Raises:
        SuiteError: there is none.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        return path
    file = folder / f"{name}.yaml"
    if not file.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
        raise SuiteError(f"there is no suite {name!r}: give the path of a YAML file, or one of {known}")
    return file


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())
