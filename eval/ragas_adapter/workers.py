"""Works through many things a few at a time, on one event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


async def work_through(
    items: Iterable[Item], work: Callable[[Item], Awaitable[None]], *, concurrency: int
) -> None:
    """Begin the items in their order; the first error stops everything."""
    waiting = iter(items)

    async def go_on() -> None:
        for item in waiting:
            await work(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(concurrency):
            group.create_task(go_on())


def run_to_end(task: Coroutine[Any, Any, Result]) -> Result:
    """Run it on a loop of its own, and raise what stopped the first of its workers, as itself."""
    try:
        return asyncio.run(task)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
