"""What every chunk index must do, run by the one in memory and by real Chroma."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.chunk import Chunk, Filter
from retrieval.embedder import Vectors
from retrieval.errors import IndexUnavailableError
from retrieval.index import ChromaIndex, ChunkIndex
from retrieval.search import check_collection_name
from tests.fakes import FakeChunkIndex
from tests.retrieval.stored import make_version

EVERYONE = Filter()
REFUNDS = make_version("refunds.md", "Refunds.", "Returns.")
PRICES = make_version("prices.md", "Prices.", source="shop", metadata={"language": "en", "team": 'a"b'})
SALARIES = make_version("salaries.md", "Salaries.", audiences=("staff", "hr"))
CHUNKS: tuple[Chunk, ...] = (*REFUNDS.chunks, *PRICES.chunks, *SALARIES.chunks)
# At growing angles from the first: each query has one right order.
ANGLES = (0.0, 0.3, 0.6, 0.9)
SEARCH_TOGETHER = """
import sys, threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import numpy as np
from retrieval.chunk import Filter
from retrieval.index import ChromaIndex

index, together = ChromaIndex(Path(sys.argv[1])), threading.Barrier(8)

def search(_):
    together.wait()
    vector = np.array([1.0, 0.0, 0.0], dtype=np.float32)
    return index.search("kb", vector, limit=1, only=Filter())[0][0]

with ThreadPoolExecutor(8) as threads:
    print(*threads.map(search, range(8)))
"""


def _vector(angle: float) -> Vectors:
    return np.array([np.cos(angle), np.sin(angle), 0.0], dtype=np.float32)


@pytest.fixture(params=["memory", pytest.param("chroma", marks=pytest.mark.integration)])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> ChunkIndex:
    index = FakeChunkIndex() if request.param == "memory" else ChromaIndex(tmp_path / "chroma")
    index.add("kb", CHUNKS, np.stack([_vector(angle) for angle in ANGLES]))
    return index


def _found(
    index: ChunkIndex, only: Filter = EVERYONE, *, limit: int = 10, collection: str = "kb"
) -> list[str]:
    texts = {chunk.id: chunk.text for chunk in CHUNKS}
    return [texts[key] for key, _ in index.search(collection, _vector(0.0), limit=limit, only=only)]


def test_the_nearest_come_first_with_their_cosine(index: ChunkIndex) -> None:
    found = index.search("kb", _vector(0.0), limit=10, only=Filter(audiences=("staff",)))

    assert [key for key, _ in found] == [chunk.id for chunk in CHUNKS]
    assert [score for _, score in found] == pytest.approx(np.cos(ANGLES), abs=1e-5)
    assert all(score <= 1.0 for _, score in found)


def test_at_most_the_limit_is_returned(index: ChunkIndex) -> None:
    assert _found(index, limit=2) == ["Refunds.", "Returns."]


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (Filter(), ["Refunds.", "Returns.", "Prices."]),
        (Filter(audiences=("sales",)), ["Refunds.", "Returns.", "Prices."]),
        (Filter(audiences=("sales", "hr")), ["Refunds.", "Returns.", "Prices.", "Salaries."]),
        (Filter(documents=("salaries.md",)), []),
        (Filter(("staff",), documents=("salaries.md",)), ["Salaries."]),
        (Filter(documents=("refunds.md", "prices.md")), ["Refunds.", "Returns.", "Prices."]),
        (Filter(sources=("shop",)), ["Prices."]),
        (Filter(documents=("refunds.md",), sources=("shop",)), []),
        (Filter(documents=("nothing",)), []),
        (Filter(metadata=(("language", ("de", "en")),)), ["Prices."]),
        (Filter(metadata=(("language", ("de",)),)), []),
        (Filter(metadata=(("language", ("en",)), ("team", ('a"b',)))), ["Prices."]),
        (Filter(metadata=(("language", ("en",)), ("missing", ("x",)))), []),
    ],
)
def test_only_what_the_filter_lets_through_is_found(
    index: ChunkIndex, only: Filter, expected: list[str]
) -> None:
    assert _found(index, only) == expected


def test_all_are_found_whoever_asks_without_a_filter(index: ChunkIndex) -> None:
    assert [key for key, _ in index.search_all("kb", _vector(0.0), limit=10)] == [c.id for c in CHUNKS]
    assert len(index.search_all("kb", _vector(0.0), limit=2)) == 2
    assert index.search_all("nothing", _vector(0.0), limit=2) == []


def test_a_filter_of_more_names_than_one_statement_takes(index: ChunkIndex) -> None:
    many = tuple(f"{number}.md" for number in range(33_000))

    assert _found(index, Filter(documents=("refunds.md", *many, "prices.md")), limit=2) == [
        "Refunds.",
        "Returns.",
    ]


def test_deleted_versions_are_gone_and_the_others_stay(index: ChunkIndex) -> None:
    before = index.count("kb")
    index.delete_versions("kb", [REFUNDS.id, "no such"])
    index.delete_versions("kb", [])

    assert _found(index) == ["Prices."]
    assert index.count("kb") == before - len(REFUNDS.chunks)
    assert index.count("empty") == 0


def test_a_chunk_added_again_is_overwritten(index: ChunkIndex) -> None:
    index.add("kb", PRICES.chunks, _vector(0.0)[None])
    index.add("kb", REFUNDS.chunks[:1], _vector(0.5)[None])

    assert _found(index) == ["Prices.", "Returns.", "Refunds."]


def test_similarities_are_of_the_stored_ones_only(index: ChunkIndex) -> None:
    wanted = [CHUNKS[3].id, "no such"]

    assert index.similarities("kb", wanted, _vector(0.0)) == {
        CHUNKS[3].id: pytest.approx(np.cos(0.9), abs=1e-5)
    }
    assert index.similarities("kb", ["no such"], _vector(0.0)) == {}
    assert index.similarities("kb", [], _vector(0.0)) == {}


def test_collections_are_strangers(index: ChunkIndex) -> None:
    index.add("x", PRICES.chunks, _vector(0.0)[None])
    index.delete_versions("x", [REFUNDS.id])

    assert _found(index, collection="x") == ["Prices."]
    assert len(_found(index)) == 3
    assert _found(index, collection="nothing") == []


@pytest.mark.parametrize("name", ["a", "7", "a-", "a_", "a" * 63])
def test_every_usable_name_can_be_a_collection(index: ChunkIndex, name: str) -> None:
    check_collection_name(name)
    index.add(name, PRICES.chunks, _vector(0.0)[None])

    assert _found(index, collection=name) == ["Prices."]


def test_a_dropped_collection_is_empty_and_can_be_filled_again(index: ChunkIndex) -> None:
    index.drop("kb")
    index.drop("never-there")
    assert _found(index) == []

    index.add("kb", PRICES.chunks, _vector(0.0)[None])
    assert _found(index) == ["Prices."]


def test_nothing_to_add_is_fine(index: ChunkIndex) -> None:
    index.add("kb", [], np.zeros((0, 3), np.float32))

    assert len(_found(index)) == 3


@pytest.mark.integration
class TestChroma:
    def test_what_was_added_is_there_for_the_next_process(self, tmp_path: Path) -> None:
        ChromaIndex(tmp_path).add("kb", PRICES.chunks, _vector(0.0)[None])

        assert _found(ChromaIndex(tmp_path)) == ["Prices."]

    def test_the_first_searches_may_come_together(self, tmp_path: Path) -> None:
        # A process of its own: in this one Chroma has been opened already, and keeps what it shares.
        ChromaIndex(tmp_path).add("kb", PRICES.chunks, _vector(0.0)[None])
        command = [sys.executable, "-c", SEARCH_TOGETHER, str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own

        assert done.stdout.split() == [PRICES.chunks[0].id] * 8, done.stderr

    def test_more_chunks_than_one_call_takes_are_added(self, tmp_path: Path) -> None:
        version = make_version("long.md", *(f"Part {number}." for number in range(1100)))
        index = ChromaIndex(tmp_path)
        index.add("kb", version.chunks, np.tile(_vector(0.1), (1100, 1)))

        last = version.chunks[-1].id
        assert index.similarities("kb", [last], _vector(0.1)) == {last: pytest.approx(1.0, abs=1e-5)}

    def test_vectors_of_another_dimension_are_one_clear_error(self, tmp_path: Path) -> None:
        index = ChromaIndex(tmp_path)
        index.add("kb", PRICES.chunks, _vector(0.0)[None])

        with pytest.raises(IndexUnavailableError, match="dimension of 3, got 5") as caught:
            index.search("kb", np.ones(5, np.float32), limit=1, only=EVERYONE)
        assert str(caught.value).count("plumbline reindex") == 1

    def test_a_damaged_file_is_one_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 500)

        with pytest.raises(IndexUnavailableError, match="not a database") as caught:
            ChromaIndex(tmp_path).search("kb", _vector(0.0), limit=1, only=EVERYONE)
        assert str(caught.value).count("plumbline reindex") == 1
