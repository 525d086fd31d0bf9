from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.catalog import Catalog
from retrieval.chunk import Chunk
from retrieval.neighbours import find_neighbours
from retrieval.version import StagedVersion
from tests.retrieval.stored import make_version, publish

DOCUMENT = "One is first. Two is second. Three is third. Four is fourth. Five is fifth."
# The second begins inside the first and the third inside the second, as the splitter's overlaps do.
SPANS = ((0, 28), (14, 44), (29, 60), (61, 75))


def _version(spans: tuple[tuple[int, int], ...] = SPANS, *, headings: str = "aaaa") -> StagedVersion:
    made = make_version("numbers.md", *(DOCUMENT[start:end] for start, end in spans))
    chunks = tuple(
        replace(chunk, start=start, end=end, heading=heading)
        for chunk, (start, end), heading in zip(made.chunks, spans, headings, strict=True)
    )
    return replace(made, chunks=chunks)


def _texts(catalog: Catalog, *found: Chunk, reach: int = 1) -> list[str]:
    return [chunk.text for chunk in find_neighbours(catalog, found, reach=reach)]


@pytest.fixture
def chunks(catalog: Catalog) -> tuple[Chunk, ...]:
    version = _version()
    publish(catalog, version, make_version("other.md", "Elsewhere.", "Afar."))
    return version.chunks


def test_what_stands_before_and_after_comes_along_without_the_overlap(
    catalog: Catalog, chunks: tuple[Chunk, ...]
) -> None:
    assert _texts(catalog, chunks[1]) == ["One is first.", "Four is fourth."]
    assert _texts(catalog, chunks[0]) == ["Three is third."]
    assert _texts(catalog, chunks[3]) == ["Three is third. Four is fourth."]


def test_a_neighbour_of_two_comes_once_and_what_was_found_is_none(
    catalog: Catalog, chunks: tuple[Chunk, ...]
) -> None:
    assert _texts(catalog, chunks[0], chunks[2]) == ["Five is fifth."]
    assert _texts(catalog, *chunks) == []


def test_the_reach_is_how_far_it_goes(catalog: Catalog, chunks: tuple[Chunk, ...]) -> None:
    assert _texts(catalog, chunks[0], reach=0) == []
    assert _texts(catalog, chunks[0], reach=3) == ["Three is third.", "Four is fourth.", "Five is fifth."]


def test_another_section_is_not_next_to_it(catalog: Catalog) -> None:
    version = _version(headings="aabb")
    publish(catalog, version)

    assert _texts(catalog, version.chunks[1]) == ["One is first."]


def test_a_version_that_is_not_live_any_more_has_no_neighbours(
    catalog: Catalog, chunks: tuple[Chunk, ...]
) -> None:
    catalog.retire_documents([_version().document_id])

    assert _texts(catalog, chunks[1]) == []


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.sets(st.integers(0, 3), min_size=1), reach=st.integers(0, 3))
def test_every_neighbour_slices_its_document_and_its_stored_chunk(
    catalog: Catalog, chunks: tuple[Chunk, ...], found: set[int], reach: int
) -> None:
    stored = {chunk.id: chunk for chunk in chunks}
    shown = [chunks[number] for number in sorted(found)]
    for chunk in find_neighbours(catalog, shown, reach=reach):
        assert chunk.text == DOCUMENT[chunk.start : chunk.end]
        assert stored[chunk.id].text[chunk.skipped :].startswith(chunk.text)
        assert all(other.end <= chunk.start or chunk.end <= other.start for other in shown)
        shown.append(chunk)
