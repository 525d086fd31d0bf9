from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.breaker import CircuitBreaker, CircuitState


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def open_breaker(clock: Clock) -> CircuitBreaker:
    breaker = CircuitBreaker(failures_to_open=2, pause_seconds=10.0, clock=clock)
    breaker.record_failure()
    breaker.record_failure()
    return breaker


def test_it_starts_closed_and_lets_every_call_pass() -> None:
    breaker = CircuitBreaker()
    assert breaker.state is CircuitState.CLOSED
    assert [breaker.try_enter() for _ in range(3)] == [True, True, True]


def test_it_opens_at_the_set_number_of_failures_and_not_before() -> None:
    breaker = CircuitBreaker(failures_to_open=3)
    states = []
    for _ in range(3):
        breaker.record_failure()
        states.append(breaker.state)
    assert states == [CircuitState.CLOSED, CircuitState.CLOSED, CircuitState.OPEN]
    assert not breaker.try_enter()


def test_a_success_in_between_starts_the_count_anew() -> None:
    breaker = CircuitBreaker(failures_to_open=2)
    breaker.record_failure()
    breaker.record_success()
    breaker.record_failure()
    assert breaker.state is CircuitState.CLOSED


@pytest.mark.parametrize(("passed", "state"), [(9.9, CircuitState.OPEN), (10.0, CircuitState.HALF_OPEN)])
def test_it_stays_open_for_the_whole_pause(passed: float, state: CircuitState) -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += passed
    assert breaker.state is state


def test_half_open_lets_exactly_one_trial_pass() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    assert [breaker.try_enter() for _ in range(3)] == [True, False, False]


def test_a_trial_that_succeeds_closes_it() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    breaker.try_enter()
    breaker.record_success()
    assert breaker.state is CircuitState.CLOSED
    breaker.record_failure()
    assert breaker.state is CircuitState.CLOSED


def test_a_trial_that_fails_opens_it_for_another_whole_pause() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    breaker.try_enter()
    breaker.record_failure()
    assert breaker.state is CircuitState.OPEN
    clock.now += 10
    assert breaker.try_enter()


def test_of_many_threads_one_gets_the_trial() -> None:
    clock = Clock()
    breaker = open_breaker(clock)
    clock.now += 10
    with ThreadPoolExecutor(16) as threads:
        entered = list(threads.map(lambda _: breaker.try_enter(), range(64)))
    assert entered.count(True) == 1


def test_a_threshold_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        CircuitBreaker(failures_to_open=0)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.booleans(), max_size=40), st.integers(1, 5))
def test_it_is_open_exactly_when_the_last_outcomes_are_enough_failures(
    outcomes: list[bool], threshold: int
) -> None:
    breaker = CircuitBreaker(failures_to_open=threshold, clock=Clock())
    for succeeded in outcomes:
        if succeeded:
            breaker.record_success()
        else:
            breaker.record_failure()
    tail = outcomes[-threshold:]
    failing = len(tail) == threshold and not any(tail)
    assert (breaker.state is CircuitState.OPEN) is failing
