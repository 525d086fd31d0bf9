"""Keeps the tries at values of ragas' metrics, in the database of the runs: each once, by its key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Engine, delete, insert, select

from eval.runs import tables
from eval.runs.fingerprint import hash_parts
from eval.runs.score import OF_THE_JUDGE, Take
from retrieval.slices import slices

TAKE: TypeAdapter[Take] = TypeAdapter(Take)
# The columns that name a place in a run.
PLACE = ("run", "position", "metric", "repeat")


@dataclass(frozen=True, slots=True)
class ScorePlace:
    """Which try at which metric of which outcome of a run, all counted from 0."""

    position: int
    metric: str
    repeat: int


class ScoreStore:
    """Safe to share between threads and processes; errors are those of the `RunStore` that it belongs to."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def known(self, keys: Iterable[str]) -> dict[str, Take]:
        """Return the tries that are stored under these keys already."""
        found: dict[str, Take] = {}
        with self._engine.connect() as connection:
            for part in slices(list(dict.fromkeys(keys))):
                rows = connection.execute(select(tables.scores).where(tables.scores.c.key.in_(part)))
                found |= {row.key: TAKE.validate_json(row.take) for row in rows}
        return found

    def place(self, run: str, keys: Mapping[ScorePlace, str]) -> None:
        """Say which stored tries the run has; what was said before is forgotten."""
        links = tables.run_scores
        with self._engine.begin() as connection:
            connection.execute(delete(links).where(links.c.run == run))
            if keys:
                connection.execute(insert(links), [_link(run, place, key) for place, key in keys.items()])

    def keep(self, run: str, places: Iterable[ScorePlace], key: str, take: Take) -> None:
        """Store one try and its places in the run.

        What the judge failed is of its run alone: the next one asks again, and so does this one when it
        goes on.
        """
        if take.failure in OF_THE_JUDGE:
            key = hash_parts(key, run, take.failure or "")
        links = tables.run_scores
        with self._engine.begin() as connection:
            stored = select(tables.scores.c.key).where(tables.scores.c.key == key)
            if connection.scalar(stored) is None:
                connection.execute(insert(tables.scores).values(key=key, take=TAKE.dump_json(take).decode()))
            for place in places:
                link = _link(run, place, key)
                # Another process may have been here first.
                connection.execute(delete(links).where(*(links.c[name] == link[name] for name in PLACE)))
                connection.execute(insert(links).values(link))

    def of(self, run: str) -> dict[int, dict[str, list[Take]]]:
        """Return what the run has: by position and metric the tries in their order."""
        links = tables.run_scores
        joined = select(links, tables.scores.c.take).join(tables.scores, links.c.key == tables.scores.c.key)
        found: dict[int, dict[str, list[Take]]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(joined.where(links.c.run == run).order_by(links.c.repeat)):
                takes = found.setdefault(row.position, {}).setdefault(row.metric, [])
                takes.append(TAKE.validate_json(row.take))
        return found


def _link(run: str, place: ScorePlace, key: str) -> dict[str, object]:
    return {
        "run": run,
        "position": place.position,
        "metric": place.metric,
        "repeat": place.repeat,
        "key": key,
    }
