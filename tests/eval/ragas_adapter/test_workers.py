import asyncio

import pytest

from eval.ragas_adapter.workers import run_to_end, work_through


def test_everything_is_done_and_never_more_at_a_time_than_allowed() -> None:
    busy, most, done = 0, 0, []

    async def work(item: int) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.001)
        busy -= 1
        done.append(item)

    run_to_end(work_through(range(20), work, concurrency=3))
    assert (most, sorted(done)) == (3, list(range(20)))


def test_an_error_stops_the_rest_and_is_raised_as_itself() -> None:
    begun = []

    async def work(item: int) -> None:
        begun.append(item)
        await asyncio.sleep(0.001)
        if item == 1:
            raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        run_to_end(work_through(range(20), work, concurrency=2))
    assert len(begun) < 20
