"""Tries a remote call again after a passing failure: back-off with jitter, inside a time bound.

`openai_client.py` makes every call of step "generate" through it.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NoReturn, TypeVar

from answer.errors import ChatModelError

T = TypeVar("T")

_BACK_OFF_SECONDS = 0.5  # the longest wait before the first retry; doubles with each
_LONGEST_BACK_OFF_SECONDS = 8.0
_LONGEST_RETRY_AFTER_SECONDS = 60.0
_SHORTEST_TRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Timing:
    """What waiting needs; tests put their own in."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time  # Retry-After may be a date
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Failure:
    """How one try failed, as a value: a library's error that quotes the key must not become a context."""

    error: ChatModelError
    cause: Exception | None = None
    is_passing: bool = False  # worth a retry
    retry_after: float | None = None  # seconds, as the provider asks

    def raise_error(self) -> NoReturn:
        raise self.error from self.cause


def retry(
    attempt: Callable[[float], T | Failure], *, seconds_per_try: float, max_retries: int, timing: Timing
) -> T:
    """Call with the seconds that one try may take, until it works; or raise the last failure's error.

    No try and no wait begins after `seconds_per_try * (max_retries + 1)`.
    """
    deadline = timing.monotonic() + seconds_per_try * (max_retries + 1)
    tries = 0
    while True:
        left = deadline - timing.monotonic()
        result = attempt(max(min(seconds_per_try, left), _SHORTEST_TRY_SECONDS))
        if not isinstance(result, Failure):
            return result
        tries += 1
        wait = _choose_wait(result, tries, timing)
        if not result.is_passing or tries > max_retries or timing.monotonic() + wait >= deadline:
            result.raise_error()
        timing.sleep(wait)


def find_retry_after(header: str, *, now: float) -> float | None:
    """Seconds to wait, from a Retry-After header that holds seconds or an HTTP date; `now` is wall time."""
    header = header.strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", header):
        return float(header)
    try:
        return max(parsedate_to_datetime(header).timestamp() - now, 0.0)
    except ValueError:
        return None


def _choose_wait(failure: Failure, tries: int, timing: Timing) -> float:
    if failure.retry_after is not None:
        return min(failure.retry_after, _LONGEST_RETRY_AFTER_SECONDS)
    longest = min(_BACK_OFF_SECONDS * 2.0 ** (tries - 1), _LONGEST_BACK_OFF_SECONDS)
    return timing.jitter() * longest
