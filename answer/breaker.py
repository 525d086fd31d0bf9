"""A circuit breaker: after repeated failures of a remote part, calls to it fail at once for a while.

`openai_client.py` asks it before every call, so that a provider that is down costs no caller a timeout.
"""

import threading
import time
from collections.abc import Callable
from enum import StrEnum


class CircuitState(StrEnum):
    CLOSED = "closed"  # every call may pass
    OPEN = "open"  # no call may pass
    HALF_OPEN = "half_open"  # the pause is over: one trial call may pass, and its outcome decides


class CircuitBreaker:
    """Every `try_enter` that gave True must be followed by one `record_success` or `record_failure`."""

    def __init__(
        self,
        *,
        failures_to_open: int = 5,
        pause_seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if failures_to_open < 1:
            raise ValueError(f"failures_to_open is {failures_to_open}, it must be at least 1")
        self._failures_to_open = failures_to_open
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._on_trial = False

    @property
    def state(self) -> CircuitState:
        with self._lock:
            return self._state()

    def try_enter(self) -> bool:
        """Say whether a call may be made now; in the half-open state only the first asker gets True."""
        with self._lock:
            state = self._state()
            if state is CircuitState.HALF_OPEN and not self._on_trial:
                self._on_trial = True
                return True
            return state is CircuitState.CLOSED

    def record_success(self) -> None:
        with self._lock:
            self._failures = 0
            self._opened_at = None
            self._on_trial = False

    def record_failure(self) -> None:
        with self._lock:
            self._failures += 1
            self._on_trial = False
            if self._failures >= self._failures_to_open:
                self._opened_at = self._clock()

    def _state(self) -> CircuitState:
        if self._opened_at is None:
            return CircuitState.CLOSED
        if self._clock() - self._opened_at < self._pause_seconds:
            return CircuitState.OPEN
        return CircuitState.HALF_OPEN
