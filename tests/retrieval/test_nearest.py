from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import Catalog
from retrieval.chunk import Filter
from retrieval.embedder import Vectors
from retrieval.nearest import NearestChunks
from retrieval.version import StagedVersion
from retrieval.visible import VisibleChunks
from tests.fakes import FakeChunkIndex
from tests.retrieval.stored import make_version, publish

DIMENSION = 4
AUDIENCES = ("staff", "hr", "nobody")
# Every tenth document is for everyone, half of the others for staff, and one chunk alone for hr.
VERSIONS = [
    make_version(
        f"{number}.md",
        *(f"{number} {part}" for part in range(8)),
        source="shop" if number % 7 == 0 else "docs",
        audiences=() if number % 10 == 0 else ("staff",) if number % 2 else ("board",),
    )
    for number in range(120)
]
FOR_HR = make_version("pay.md", "Salaries.", audiences=("hr",))


@pytest.fixture
def index(catalog: Catalog) -> FakeChunkIndex:
    """A thousand chunks at drawn places, and a version that is stored but was never published."""
    index = FakeChunkIndex()
    draw = np.random.default_rng(20261126)
    for version in (*VERSIONS, FOR_HR, make_version("0.md", *("new" for _ in range(8)))):
        index.add("kb", version.chunks, _unit(draw.standard_normal((len(version.chunks), DIMENSION))))
    publish(catalog, *VERSIONS, FOR_HR)
    return index


def _unit(vectors: object) -> Vectors:
    rows = np.asarray(vectors, np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit


def _live(versions: Sequence[StagedVersion]) -> set[str]:
    return {chunk.id for version in versions for chunk in version.chunks}


def _find(
    catalog: Catalog, index: FakeChunkIndex, vector: Vectors, *, only: Filter, limit: int
) -> list[tuple[str, float]]:
    visible = VisibleChunks(catalog.engine, "kb", only)
    return NearestChunks(index, "kb", only, visible).find(vector, limit=limit)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    vector=st.lists(st.floats(-1, 1), min_size=DIMENSION, max_size=DIMENSION).filter(
        lambda values: np.linalg.norm(values) > 0.1
    ),
    only=st.builds(
        Filter,
        audiences=st.lists(st.sampled_from(AUDIENCES), unique=True).map(tuple),
        documents=st.lists(st.integers(0, 130).map(lambda number: f"{number}.md"), max_size=3).map(tuple),
        sources=st.lists(st.sampled_from(["docs", "shop"]), max_size=1).map(tuple),
    ),
    limit=st.integers(1, 150),
)
def test_what_is_found_is_what_filtering_before_ranking_finds(
    catalog: Catalog, index: FakeChunkIndex, vector: list[float], only: Filter, limit: int
) -> None:
    live = _live([*VERSIONS, FOR_HR])
    every = index.search("kb", _unit(vector), limit=10_000, only=only)
    expected = [pair for pair in every if pair[0] in live][:limit]

    found = _find(catalog, index, _unit(vector), only=only, limit=limit)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-6)
    assert {key for key, _ in found} <= {key for key, _ in every} & live


def test_the_only_visible_chunk_is_found_among_a_thousand(catalog: Catalog, index: FakeChunkIndex) -> None:
    only = Filter(("hr",), documents=("pay.md",))

    found = _find(catalog, index, _unit([1.0, 0.0, 0.0, 0.0]), only=only, limit=5)
    assert [key for key, _ in found] == [FOR_HR.chunks[0].id]


def test_an_empty_collection_has_nothing_near(catalog: Catalog) -> None:
    assert _find(catalog, FakeChunkIndex(), _unit([1.0, 0, 0, 0]), only=Filter(), limit=3) == []
