from email.utils import formatdate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.errors import ChatModelError, ChatModelUnavailableError
from answer.retrying import Failure, Timing, find_retry_after, retry
from tests.answer.openai_server import RecordedTime

NOW = 1_000_000.0
PASSING = Failure(ChatModelUnavailableError("busy"), is_passing=True)
LASTING = Failure(ChatModelUnavailableError("no credit"), is_passing=False)


class Caller:
    """Tries the scripted results in turn; each try takes `seconds` of the recorded time."""

    def __init__(self, *script: str | Failure, seconds: float = 0.0, jitter: float = 0.5) -> None:
        self.script = list(script)
        self.seconds = seconds
        self.time = RecordedTime()
        self.limits: list[float] = []
        self.timing = Timing(self.time.read, self.time.read, self.time.sleep, lambda: jitter)

    def attempt(self, limit: float) -> str | Failure:
        self.limits.append(limit)
        self.time.now += self.seconds
        return self.script.pop(0)

    def retry(self, *, seconds_per_try: float = 30.0, max_retries: int = 2) -> str:
        return retry(
            self.attempt, seconds_per_try=seconds_per_try, max_retries=max_retries, timing=self.timing
        )


class TestRetry:
    def test_what_works_at_once_is_tried_once(self) -> None:
        caller = Caller("yes")
        assert (caller.retry(), caller.limits, caller.time.sleeps) == ("yes", [30.0], [])

    def test_a_passing_failure_is_tried_again(self) -> None:
        assert Caller(PASSING, PASSING, "yes").retry() == "yes"

    def test_a_lasting_failure_is_not_tried_again(self) -> None:
        caller = Caller(LASTING, "yes")
        with pytest.raises(ChatModelUnavailableError, match="no credit"):
            caller.retry()
        assert caller.script == ["yes"]

    @pytest.mark.parametrize("max_retries", [0, 1, 3])
    def test_no_more_than_the_set_number_of_retries_is_made(self, max_retries: int) -> None:
        caller = Caller(*[PASSING] * 9)
        with pytest.raises(ChatModelUnavailableError, match="busy"):
            caller.retry(max_retries=max_retries)
        assert len(caller.limits) == max_retries + 1

    def test_the_longest_wait_doubles_up_to_eight_seconds(self) -> None:
        caller = Caller(*[PASSING] * 7, "yes", jitter=1.0)
        caller.retry(max_retries=7)
        assert caller.time.sleeps == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]

    def test_the_jitter_says_which_part_of_it_is_waited(self) -> None:
        caller = Caller(PASSING, PASSING, "yes", jitter=0.25)
        caller.retry()
        assert caller.time.sleeps == [0.125, 0.25]

    @pytest.mark.parametrize(("asked", "waited"), [(7.0, 7.0), (0.0, 0.0), (600.0, 60.0)])
    def test_the_wait_that_the_provider_asks_for_is_kept_up_to_a_minute(
        self, asked: float, waited: float
    ) -> None:
        caller = Caller(Failure(PASSING.error, is_passing=True, retry_after=asked), "yes")
        caller.retry()
        assert caller.time.sleeps == [waited]

    def test_a_wait_that_would_break_the_time_bound_is_not_begun(self) -> None:
        slow_down = Failure(PASSING.error, is_passing=True, retry_after=50.0)
        caller = Caller(slow_down, slow_down, "yes")
        with pytest.raises(ChatModelUnavailableError):
            caller.retry(seconds_per_try=20.0)
        assert (caller.time.sleeps, caller.script) == ([50.0], ["yes"])

    def test_a_try_gets_no_more_time_than_is_left(self) -> None:
        slow_down = Failure(PASSING.error, is_passing=True, retry_after=50.0)
        caller = Caller(slow_down, "yes")
        caller.retry(seconds_per_try=20.0)
        assert caller.limits == [20.0, 10.0]

    def test_the_last_failures_error_is_raised_from_its_cause(self) -> None:
        cause = OSError("gone")
        with pytest.raises(ChatModelError) as caught:
            Caller(PASSING, Failure(ChatModelError("lost"), cause)).retry()
        assert (str(caught.value), caught.value.__cause__) == ("lost", cause)

    @settings(max_examples=100, deadline=None)
    @given(st.floats(0.1, 60), st.integers(0, 5), st.floats(0, 1), st.floats(0, 1))
    def test_tries_and_waits_stay_inside_the_time_bound(
        self, limit: float, max_retries: int, part: float, jitter: float
    ) -> None:
        caller = Caller(*[PASSING] * 9, seconds=limit * part, jitter=jitter)
        with pytest.raises(ChatModelUnavailableError):
            caller.retry(seconds_per_try=limit, max_retries=max_retries)
        assert caller.time.now - NOW <= limit * (max_retries + 1) + limit * part


class TestFindRetryAfter:
    @pytest.mark.parametrize(
        ("header", "seconds"),
        [
            ("7", 7.0),
            (" 0.5 ", 0.5),
            (formatdate(NOW + 12, usegmt=True), 12.0),
            (formatdate(NOW - 10, usegmt=True), 0.0),
            ("600", 600.0),
            ("soon", None),
            ("-3", None),
            ("", None),
            ("Wed, 99 Foo 2020 00:00:00 GMT", None),
        ],
    )
    def test_seconds_and_dates_are_understood(self, header: str, seconds: float | None) -> None:
        assert find_retry_after(header, now=NOW) == seconds

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=30))
    def test_no_header_breaks_it(self, header: str) -> None:
        seconds = find_retry_after(header, now=NOW)
        assert seconds is None or seconds >= 0
