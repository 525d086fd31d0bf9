"""Keeps runs and outcomes: a SQLite file, or PostgreSQL by its URL. An outcome is stored once, by its key."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from eval.errors import RunStoreError
from eval.runs import tables
from eval.runs.figures import MetricFigure, PastFigures
from eval.runs.fingerprint import hash_parts
from eval.runs.outcome import CaseOutcome
from eval.runs.ragas_metrics import RAGAS_METRICS
from eval.runs.run import Fingerprints, Run
from eval.runs.score import RagasScore, Take
from eval.runs.score_store import ScoreStore
from eval.runs.suite import Suite
from retrieval.database import open_database, open_server_database, translate_errors
from retrieval.errors import DataFolderUnusableError
from retrieval.slices import slices

MIGRATIONS = Path(__file__).parents[1] / "migrations"
HEAD = "0002"
FILE = "evaluations.db"
OUTCOME: TypeAdapter[CaseOutcome] = TypeAdapter(CaseOutcome)
FIGURES: TypeAdapter[tuple[MetricFigure, ...]] = TypeAdapter(tuple[MetricFigure, ...])
# So many characters of an id name a run, as long as no other one begins with them.
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run without its outcomes; `cases` counts those that are there."""

    id: str
    suite: str
    started_at: str
    finished_at: str | None
    cases: int


class RunStore:
    """Safe to share between threads and processes.

    Raises (from every method):
        RunStoreError: there is no such run, or the store cannot be used.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.scores = ScoreStore(engine)

    @classmethod
    def open(cls, location: str | Path) -> "RunStore":
        """Open a file, or a server by its URL such as `postgresql+psycopg://user@host/name`."""
        try:
            engine = _open_engine(location)
            translate_errors(engine, engine.url.render_as_string(hide_password=True))
            return cls(engine)
        except (ArgumentError, NoSuchModuleError) as exc:
            raise RunStoreError(f"the store of evaluation runs is no database URL: {exc}") from exc
        except ModuleNotFoundError as exc:
            raise RunStoreError(
                f"the store of evaluation runs needs the driver {exc.name}: pip install 'plumbline[postgres]'"
            ) from exc
        except (OSError, DataFolderUnusableError, SQLAlchemyError) as exc:
            said = " ".join(str(exc).split())
            raise RunStoreError(f"the store of evaluation runs cannot be used: {said}") from exc

    def close(self) -> None:
        self._engine.dispose()

    def start(self, suite: Suite, made_with: Fingerprints) -> str:
        """Return the id of a new run, or of the interrupted one that was made with the very same."""
        identity = hash_parts(suite.model_dump_json(), *asdict(made_with).values())
        same = tables.runs.c.identity == identity
        unfinished = select(tables.runs.c.id).where(same, tables.runs.c.finished_at.is_(None))
        run = uuid4().hex[:12]
        with self._engine.begin() as connection:
            found = connection.scalar(unfinished.order_by(tables.runs.c.number.desc()).limit(1))
            if found is not None:
                return str(found)
            connection.execute(
                insert(tables.runs).values(
                    id=run,
                    suite=suite.name,
                    identity=identity,
                    definition=suite.model_dump_json(),
                    fingerprints=json.dumps(asdict(made_with)),
                    started_at=_now(),
                )
            )
        return run

    def known(self, keys: Iterable[str]) -> dict[str, CaseOutcome]:
        """Return the outcomes that are stored under these keys already."""
        found: dict[str, CaseOutcome] = {}
        with self._engine.connect() as connection:
            for part in slices(list(dict.fromkeys(keys))):
                rows = connection.execute(select(tables.outcomes).where(tables.outcomes.c.key.in_(part)))
                found |= {row.key: OUTCOME.validate_json(row.outcome) for row in rows}
        return found

    def keep(self, run: str, position: int, key: str, outcome: CaseOutcome) -> None:
        """Store one outcome and its place in the run.

        An error is of its run alone: the next one asks again, and so does this one when it goes on.
        """
        key = key if outcome.error is None else hash_parts(key, run)
        values = {"key": key, "outcome": OUTCOME.dump_json(outcome).decode()}
        links = tables.run_outcomes
        with self._engine.begin() as connection:
            stored = select(tables.outcomes.c.key).where(tables.outcomes.c.key == key)
            if connection.scalar(stored) is None:
                connection.execute(insert(tables.outcomes).values(values))
            connection.execute(delete(links).where(links.c.run == run, links.c.position == position))
            connection.execute(insert(links).values(run=run, position=position, key=key))

    def place(self, run: str, keys: Mapping[int, str]) -> None:
        """Say which stored outcomes the run has at these positions; what was said before stays."""
        links = tables.run_outcomes
        known = select(links.c.position).where(links.c.run == run)
        with self._engine.begin() as connection:
            placed = set(connection.scalars(known))
            rows = [
                {"run": run, "position": position, "key": key}
                for position, key in keys.items()
                if position not in placed
            ]
            if rows:
                connection.execute(insert(links), rows)

    def finish(self, run: str, figures: Sequence[MetricFigure]) -> None:
        stored = FIGURES.dump_json(tuple(figures)).decode()
        done = update(tables.runs).where(tables.runs.c.id == run)
        with self._engine.begin() as connection:
            connection.execute(done.values(finished_at=_now(), figures=stored))

    def get(self, name: str) -> Run:
        """Return the run of this id, of the beginning of one, or the latest finished run of a suite."""
        row = self._find(name)
        links = tables.run_outcomes
        joined = select(links.c.position, tables.outcomes.c.outcome).join(
            links, links.c.key == tables.outcomes.c.key
        )
        takes = self.scores.of(str(row.id))
        with self._engine.connect() as connection:
            found = connection.execute(joined.where(links.c.run == row.id).order_by(links.c.position))
            outcomes = tuple(
                _join(OUTCOME.validate_json(one.outcome), takes.get(one.position, {})) for one in found
            )
        return Run(
            row.id,
            Suite.model_validate_json(row.definition),
            Fingerprints(**json.loads(row.fingerprints)),
            row.started_at,
            row.finished_at,
            outcomes,
        )

    def runs(self, suite: str | None = None) -> list[RunSummary]:
        """Return all runs, or those of one suite, the latest first."""
        counted = (
            select(tables.run_outcomes.c.run, func.count().label("cases"))
            .group_by(tables.run_outcomes.c.run)
            .subquery()
        )
        statement = select(tables.runs, counted.c.cases).outerjoin(counted, counted.c.run == tables.runs.c.id)
        if suite is not None:
            statement = statement.where(tables.runs.c.suite == suite)
        with self._engine.connect() as connection:
            rows = connection.execute(statement.order_by(tables.runs.c.number.desc())).all()
        return [
            RunSummary(row.id, row.suite, row.started_at, row.finished_at, row.cases or 0) for row in rows
        ]

    def history(self, suite: str) -> list[PastFigures]:
        """Return the figures of the finished runs of a suite, oldest first."""
        wanted = select(tables.runs).where(tables.runs.c.suite == suite, tables.runs.c.figures.is_not(None))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(tables.runs.c.number)).all()
        return [PastFigures(row.id, row.started_at, FIGURES.validate_json(row.figures)) for row in rows]

    def _find(self, name: str) -> Row[tuple[object, ...]]:
        statement = select(tables.runs).order_by(tables.runs.c.number.desc())
        by_id = statement.where(tables.runs.c.id.startswith(name, autoescape=True)).limit(2)
        of_suite = statement.where(tables.runs.c.suite == name, tables.runs.c.finished_at.is_not(None)).limit(
            1
        )
        with self._engine.connect() as connection:
            found = connection.execute(by_id).all() if len(name) >= SHORTEST else []
            latest = connection.execute(of_suite).first()
        if len(found) == 1:
            return found[0]
        if len(found) > 1 and latest is None:
            raise RunStoreError(f"several runs begin with {name!r}: give more of the id")
        if latest is None:
            raise RunStoreError(f"there is no run {name!r}: `plumbline eval list` shows them")
        return latest


def _join(outcome: CaseOutcome, takes: Mapping[str, Sequence[Take]]) -> CaseOutcome:
    scores = (
        RagasScore.of(metric, outcome.case.id, outcome.operating_point, takes[metric])
        for metric in sorted(takes, key=list(RAGAS_METRICS).index)
    )
    return replace(outcome, scores=tuple(scores))


def _open_engine(location: str | Path) -> Engine:
    if isinstance(location, str):
        return open_server_database(location, migrations=MIGRATIONS, head=HEAD)
    location.parent.mkdir(parents=True, exist_ok=True)
    return open_database(location, migrations=MIGRATIONS, head=HEAD)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
